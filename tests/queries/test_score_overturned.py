"""Facts of points whose decision was overturned (改判): no rebound, and the office's error or delay costs a town nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from app.domain.score import facts_hash
from tests.queries.facts_said import OVERDUE, kinds, of, one_point, points
from tests.queries.test_score_agreement import as_plain, in_order
from tests.score_overturned import all_are_drawn, overturn
from tests.score_story import Story

ON_TIME, LATE = (True, True, False), (False, True, False)


@pytest.fixture
def point(story: Story) -> UUID:
    """Of an order of the 6th of November, due on Monday the 9th at 18:00."""
    all_are_drawn(story)
    (made,) = one_point(story).findings
    story.ordered("11-06 09:00", made)
    return made


def test_an_overturned_pass_is_rework_and_no_rebound(story: Story, point: UUID) -> None:
    story.fix("11-09 09:00", "11-10 09:00", point)
    assert points(story, "11-11 09:00") == of(point, *ON_TIME)
    overturn(story, "11-12 09:00", point)
    assert points(story, "11-12 10:00") == {}  # not due before Friday evening
    assert points(story, "11-13 18:00") == of(point, False, False, True)
    assert "rebound" not in kinds(story.facts("11-14 09:00"))


def test_fixed_again_within_the_new_time_it_is_in_time(story: Story, point: UUID) -> None:
    story.fix("11-09 09:00", "11-10 09:00", point)
    overturn(story, "11-12 09:00", point)
    story.fix("11-13 17:00", "11-20 09:00", point)
    assert points(story, "11-21 09:00") == of(point, True, True, True)
    assert kinds(story.facts("11-21 09:00")) == []


def test_a_pass_overturned_in_the_next_month_leaves_the_old_month_as_it_was(story: Story, point: UUID) -> None:
    story.fix("11-09 09:00", "11-10 09:00", point)
    overturn(story, "12-10 09:00", point)
    assert points(story, "12-10 10:00", "2026-11") == of(point, *ON_TIME)
    assert points(story, "12-10 10:00", "2026-12") == {}
    story.fix("12-11 09:00", "12-14 09:00", point)
    assert points(story, "12-15 09:00", "2026-11") == of(point, *ON_TIME)
    assert points(story, "12-15 09:00", "2026-12") == of(point, True, True, True)


def test_a_return_overturned_in_the_next_month_costs_the_town_nothing_in_either(story: Story, point: UUID) -> None:
    """It saw no need to answer again, and was right: the answer was in time and undecided until then."""
    story.answer("11-09 09:00", point)
    story.step("11-10 09:00", point, "return")
    assert points(story, "12-09 09:00", "2026-11") == of(point, False, False, True)
    overturn(story, "12-10 09:00", point)
    assert points(story, "12-11 09:00", "2026-11") == {}
    assert points(story, "12-11 09:00", "2026-12") == of(point, *ON_TIME)


def test_a_late_answer_stays_late_and_is_no_rework(story: Story, point: UUID) -> None:
    story.answer("11-10 09:00", point)
    story.step("11-11 09:00", point, "return")
    overturn(story, "12-10 09:00", point)
    assert points(story, "12-11 09:00", "2026-11") == of(point, *OVERDUE)
    assert points(story, "12-11 09:00", "2026-12") == of(point, *LATE)


def test_an_earlier_return_that_stands_is_still_rework(story: Story, point: UUID) -> None:
    story.answer("11-09 09:00", point)
    story.step("11-09 10:00", point, "return")
    story.answer("11-10 09:00", point)
    story.step("11-10 10:00", point, "return")
    overturn(story, "11-11 09:00", point)
    assert points(story, "11-12 09:00") == of(point, True, True, True)


def test_a_suspension_ends_with_the_point(story: Story, point: UUID) -> None:
    story.answer("11-09 09:00", point)
    story.step("11-10 09:00", point, "return")
    story.step("11-11 09:00", point, "suspend", until=date(2026, 12, 31))
    overturn(story, "11-12 09:00", point)
    assert points(story, "11-13 09:00") == of(point, *ON_TIME)


def test_until_the_third_decision_the_first_one_counts(story: Story, point: UUID) -> None:
    story.answer("11-09 09:00", point)
    story.step("11-10 09:00", point, "return")
    assert points(story, "11-20 09:00") == of(point, False, False, True)


@pytest.mark.parametrize("first", ["pass", "return"])
def test_the_stored_scores_of_every_month_it_touches_follow_and_the_clerk_agrees(story: Story, first: str) -> None:
    """In November, between the return and its being taken back, nothing happens at all."""
    all_are_drawn(story)
    (point,) = story.seen("10-08 09:00", "10-09 10:00", ("WS-03", "1")).findings
    story.ordered("10-09 11:00", point)
    story.answer("10-12 09:00", point)
    story.step("10-12 10:00", point, first)
    assert points(story, "11-20 09:00") == ({} if first == "pass" else of(point, False, False, True))
    overturn(story, "12-10 09:00", point)
    for month in ("2026-10", "2026-11", "2026-12"):
        facts = story.facts("12-20 09:00", month)
        assert as_plain(facts) == in_order(story.clerk("12-20 09:00", month))
        if month != "2026-11" or first == "return":
            assert stored(story, month)[-1:] == [facts_hash(facts)], month


def stored(story: Story, month: str) -> list[str]:
    rows = "SELECT facts_hash FROM score WHERE month = %(month)s AND town_id = %(town)s ORDER BY computed_at"
    return [row["facts_hash"] for row in story.ask(rows, month=f"{month}-01", town=story.town_id)]
