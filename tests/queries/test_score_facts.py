"""Facts of a town-month from rows (计分事实), rule by rule; November 2026 begins on a Sunday, T2 is one working day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from app.domain.finding import Sameness
from app.domain.round import RoundKind
from app.domain.score import TownMonth, facts_hash
from app.queries.score_facts import NotAllRows
from tests.make import photo
from tests.queries.test_score_agreement import as_plain, in_order
from tests.score_story import Seen, Story, beijing

NOT_LOOKED = dict.fromkeys(("DZ", "CK", "XL", "RM", "LS"), "not_looked")
OVERDUE = (False, False, False)


def one_point(story: Story, *found: tuple[Any, ...]) -> Seen:
    return story.seen("11-03 09:00", "11-05 10:00", *(found or [("WS-03", "1")]))


def points(story: Story, when: str, month: str = "2026-11") -> dict[str, tuple[bool, bool, bool]]:
    """Per point: in time, closed, reworked."""
    facts = story.facts(when, month)
    return {point.finding_id: (point.on_time, point.closed, point.reworked) for point in facts.points}


def of(finding_id: UUID, *marks: bool) -> dict[str, tuple[bool, ...]]:
    return {str(finding_id): marks}


def kinds(facts: TownMonth) -> list[str]:
    return sorted(entry.kind for entry in facts.entries)


# A 现场得分


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


# B 整改得分


def test_a_point_closed_in_time_counts(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "11-12 09:00", point)
    assert points(story, "11-13 09:00") == of(point, True, True, False)


def test_a_point_is_not_held_against_a_town_before_it_is_due(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    assert points(story, "11-09 17:59") == {}
    assert points(story, "11-09 18:00") == of(point, *OVERDUE)


def test_a_late_answer_is_late(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 18:00", "11-10 09:00", point)
    assert points(story, "11-13 09:00") == of(point, False, True, False)


def test_a_supervisors_delay_costs_the_town_nothing(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "12-02 09:00", point)
    assert points(story, "12-03 09:00", "2026-11") == {}
    assert points(story, "12-03 09:00", "2026-12") == of(point, True, True, False)


def test_a_returned_point_is_reworked(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.answer("11-09 09:00", point)
    story.step("11-09 10:00", point, "return")
    story.fix("11-10 09:00", "11-10 10:00", point)
    assert points(story, "11-13 09:00") == of(point, True, True, True)


def test_an_overdue_point_is_carried_on_and_its_old_month_stays(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("12-03 09:00", "12-04 09:00", point)
    assert points(story, "12-05 09:00", "2026-11") == of(point, *OVERDUE)
    assert points(story, "12-05 09:00", "2026-12") == of(point, False, True, False)
    assert points(story, "12-05 09:00", "2027-01") == {}


def test_suspension_is_judged_at_the_months_end(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("11-24 09:00", point, "suspend")
    story.step("12-02 09:00", point, "resume")
    assert points(story, "12-03 09:00", "2026-11") == {}
    assert points(story, "12-03 09:00", "2026-12") == of(point, *OVERDUE)


def test_a_void_point_is_not_due(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("11-20 09:00", point, "void")
    assert points(story, "11-21 09:00") == points(story, "12-05 09:00") == {}


def test_a_point_made_void_later_was_still_due_at_the_months_end(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.step("12-02 09:00", point, "void")
    assert (points(story, "12-05 09:00", "2026-11"), points(story, "12-05 09:00", "2026-12")) == (
        of(point, *OVERDUE),
        {},
    )


def test_a_rebound_opens_the_point_in_its_own_month_only(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.fix("11-09 09:00", "11-10 09:00", point)
    story.step("12-02 09:00", point, "rebound")
    facts = [story.facts("12-09 09:00", month) for month in ("2026-11", "2026-12")]
    assert [kinds(each) for each in facts] == [[], ["rebound"]]
    assert (points(story, "12-09 09:00", "2026-11"), points(story, "12-09 09:00", "2026-12")) == (
        of(point, True, True, False),
        of(point, *OVERDUE),
    )


def test_a_point_taken_out_with_its_void_order_is_not_due(story: Story) -> None:
    (point,) = one_point(story).findings
    order = story.order("11-06 09:00", point)
    story.void_order("11-06 10:00", order)
    facts = story.facts("11-20 09:00")
    assert (facts.points, facts.signings) == ((), ())


def test_an_answer_whose_photos_are_on_their_way_is_waited_for_72_hours(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    story.answer("11-09 17:00", point, photo("on its way", role="after"))
    assert (points(story, "11-12 17:00"), points(story, "11-12 17:01")) == ({}, of(point, *OVERDUE))


def test_photos_that_came_within_72_hours_leave_the_answer_in_time(story: Story) -> None:
    (point,) = one_point(story).findings
    story.ordered("11-06 09:00", point)
    evidence = story.answer("11-09 17:00", point, photo("on its way", role="after"))
    story.photo_comes("11-12 16:00", evidence)
    story.step("11-13 09:00", point, "pass")
    assert points(story, "11-14 09:00") == of(point, True, True, False)


# C, G and H


def test_an_order_signed_by_nobody_counts_once_its_48_hours_end(story: Story) -> None:
    seen = one_point(story)
    order = story.order("11-06 09:00", *seen.findings)
    assert story.facts("11-08 08:59").signings == ()
    assert [(s.order_id, s.in_time) for s in story.facts("11-08 09:00").signings] == [(str(order), False)]


def test_an_order_signed_by_a_person_within_48_hours_is_in_time(story: Story) -> None:
    order = story.order("11-06 09:00", *one_point(story).findings)
    story.sign("11-08 08:59", order)
    assert [s.in_time for s in story.facts("11-09 09:00").signings] == [True]


def test_signing_counts_in_the_month_its_48_hours_end(story: Story) -> None:
    story.ordered("11-29 12:00", *one_point(story).findings)
    assert [len(story.facts("12-03 09:00", month).signings) for month in ("2026-11", "2026-12")] == [0, 1]


def test_an_order_with_an_unanswered_point_counts_once_its_last_deadline_has_passed(story: Story) -> None:
    points_ = one_point(story, ("WS-03", "1"), ("WS-02", "1")).findings  # due on the 9th and on the 11th
    story.ordered("11-06 09:00", *points_)
    story.fix("11-09 09:00", "11-10 09:00", points_[1])
    assert kinds(story.facts("11-11 17:59")) == []
    assert kinds(story.facts("11-11 18:00")) == ["order_unanswered"]


def test_an_order_counts_as_unanswered_once_though_a_deadline_moves_on(story: Story) -> None:
    points_ = one_point(story, ("WS-03", "1"), ("WS-01", "1")).findings
    story.ordered("11-27 09:00", *points_)
    story.answer("11-30 09:00", points_[0])
    story.step("12-01 09:00", points_[0], "return")
    months = [kinds(story.facts("12-09 09:00", month)) for month in ("2026-11", "2026-12")]
    assert months == [["order_unanswered"], []]


def test_a_corrected_entry_counts_as_corrected(story: Story) -> None:
    wrong = story.enter("11-20 09:00", "praised_by_city", matter="现场会")
    story.enter("11-20 10:00", "praised_by_county", matter="现场会", replaces=wrong)
    assert kinds(story.facts("11-21 09:00")) == ["praised_by_county"]


def test_an_entry_moved_to_another_month_leaves_its_first_one(story: Story) -> None:
    wrong = story.enter("12-02 09:00", "monthly_report", month="2026-11")
    story.enter("12-02 10:00", "monthly_report", month="2026-12", replaces=wrong)
    assert [kinds(story.facts("12-03 09:00", month)) for month in ("2026-11", "2026-12")] == [[], ["monthly_report"]]


def test_an_entry_taken_back_does_not_count(story: Story) -> None:
    wrong = story.enter("11-20 09:00", "praised_by_city")
    story.enter("11-20 10:00", "praised_by_city", replaces=wrong, value=story.nothing)
    assert kinds(story.facts("11-21 09:00")) == []


# Bounds


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
