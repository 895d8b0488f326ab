"""Facts of a town-month from rows (计分事实), rule by rule; November 2026 begins on a Sunday, T2 is one working day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from app.domain.finding import Sameness
from app.domain.round import RoundKind
from app.domain.score import facts_hash
from app.queries.score_facts import NotAllRows
from tests.make import photo
from tests.queries.facts_said import NOT_LOOKED, OVERDUE, of, one_point, points
from tests.queries.test_score_agreement import as_plain, in_order
from tests.score_story import Story, beijing


def test_a_cap_a_floor_a_repeat_and_a_short_visit_are_gathered_as_the_clerk_does(story: Story) -> None:
    first = one_point(story, ("CK-01", "30"), ("DZ-07", "8"), ("WS-03", "2"))
    again = {"sameness": Sameness.AGAIN, "spot_id": story.spot_of(first.findings[2])}
    story.seen("11-12 09:00", "11-13 10:00", ("WS-03", "1", again), kind=RoundKind.ANNOUNCED)
    story.seen("11-16 09:00", "11-17 10:00", ("AQ-05", "1"), looked=NOT_LOOKED)
    facts = story.facts("11-18 09:00")
    assert as_plain(facts) == in_order(story.clerk("11-18 09:00"))
    assert sorted([f.repeat for f in visit.findings] for visit in facts.visits) == [[False], [False] * 3, [True]]


def test_an_unreleased_round_changes_nothing(story: Story) -> None:
    one_point(story)
    before = facts_hash(story.facts("11-10 09:00"))
    story.visit("11-11 09:00", ("DZ-07", "3"))
    assert facts_hash(story.facts("11-12 09:00")) == before


def test_a_visit_counts_in_its_own_month_though_released_in_the_next(story: Story) -> None:
    seen = story.seen("11-30 09:00", "12-02 10:00", ("WS-03", "1"))
    assert [visit.id for visit in story.facts("12-03 09:00", "2026-11").visits] == [str(seen.visit_id)]
    assert story.facts("12-03 09:00", "2026-12").visits == ()


@pytest.mark.parametrize(("start", "month"), [("11-30 23:59", "2026-11"), ("12-01 00:00", "2026-12")])
def test_midnight_in_china_parts_the_months(story: Story, start: str, month: str) -> None:
    story.seen("12-01 00:30", "12-02 10:00", ("WS-03", "1"), started_at=beijing(start))
    assert len(story.facts("12-03 09:00", month).visits) == 1


def test_a_start_the_server_knows_to_be_false_gives_way_to_the_receipt(story: Story) -> None:
    false = {"started_at": beijing("11-29 09:00"), "not_before": beijing("11-30 09:00")}
    story.seen("12-01 00:30", "12-02 10:00", ("WS-03", "1"), **false)
    assert [len(story.facts("12-03 09:00", month).visits) for month in ("2026-11", "2026-12")] == [0, 1]


def test_a_void_visit_does_not_count(story: Story) -> None:
    seen = one_point(story)
    story.void_visit("11-06 09:00", seen)
    assert story.facts("11-07 09:00").visits == ()


def test_a_void_finding_leaves_its_visit(story: Story) -> None:
    seen = one_point(story, ("WS-03", "1"), ("WS-01", "1"))
    story.step("11-06 09:00", seen.findings[0], "void")
    (visit,) = story.facts("11-07 09:00").visits
    assert [finding.id for finding in visit.findings] == [str(seen.findings[1])]


def test_only_what_was_seen_counts_as_looked_at(story: Story) -> None:
    looked = {"LS": "not_applicable", "SS": "not_looked", "WS": "found"}
    story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"), looked=looked)
    assert story.facts("11-06 09:00").visits[0].looked == {"WS", "DZ", "CK", "XL", "RM", "AQ"}


def test_what_was_fixed_on_the_spot_says_so(story: Story) -> None:
    photos = (photo("before it"), photo("after it", 1, "onsite_after"))
    story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1", {"photos": photos}))
    assert story.facts("11-06 09:00").visits[0].findings[0].fixed_on_spot


def test_a_finding_costs_what_the_version_of_its_round_says(story: Story) -> None:
    seen = one_point(story)
    story.other_version(seen, "WS-03", deduction="0.7", cap="9")
    (finding,) = story.facts("11-07 09:00").visits[0].findings
    assert (str(finding.deduction), str(finding.cap)) == ("0.70", "9.00")


def test_a_problem_the_version_of_its_round_does_not_know_costs_what_its_own_says(story: Story) -> None:
    seen = one_point(story)
    story.other_version(seen, "WS-01", deduction="0.7", cap="9")
    (finding,) = story.facts("11-07 09:00").visits[0].findings
    assert (str(finding.deduction), str(finding.cap)) == ("0.50", "4.00")


def test_a_point_handed_over_early_is_due_while_its_visit_stays_hidden(story: Story) -> None:
    seen = story.visit("11-03 09:00", ("SS-02", "1"))
    story.step("11-03 10:00", seen.findings[0], "hand_over")
    assert (story.facts("11-05 09:00").visits, points(story, "11-05 09:00")) == ((), of(seen.findings[0], *OVERDUE))


def test_another_town_changes_nothing(story: Story) -> None:
    story.ordered("11-06 09:00", *one_point(story).findings)
    before = facts_hash(story.facts("11-19 09:00"))
    other = replace(story, town="寿昌镇")
    seen = other.seen("11-19 10:00", "11-19 11:00", ("WS-03", "3"))
    other.order("11-19 12:00", *seen.findings)
    other.enter("11-19 13:00", "praised_by_city")
    assert facts_hash(story.facts("11-19 14:00")) == before


def test_the_number_of_statements_does_not_grow(story: Story) -> None:
    story.ordered("11-06 09:00", *one_point(story).findings)
    story.work(beijing("11-10 09:00"))
    with counted(story) as few:
        story.facts("11-10 09:00")
    more = story.seen("11-11 09:00", "11-11 10:00", *[("WS-01", "1")] * 12)
    story.ordered("11-11 11:00", *more.findings[:6])
    story.ordered("11-11 12:00", *more.findings[6:])
    story.fix("11-12 09:00", "11-12 10:00", *more.findings[:9])
    story.work(beijing("11-20 09:00"))
    with counted(story) as many:
        story.facts("11-20 09:00")
    assert len(many) == len(few) <= 20


@contextmanager
def counted(story: Story) -> Iterator[list[str]]:
    """The SELECTs of the tables, without what the test's own clock and savepoints add."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT") and "\nFROM" in statement:
            found.append(statement)

    event.listen(story.wire, "before_cursor_execute", note)
    yield found
    event.remove(story.wire, "before_cursor_execute", note)


def test_nobody_but_the_system_gathers_facts(story: Story) -> None:
    with pytest.raises(NotAllRows):
        story.facts_as("supervisor", "11-10 09:00")
