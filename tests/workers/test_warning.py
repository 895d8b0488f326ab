"""Warnings (督导预警) by the worker: raised and ended when they should be, once each, and told in the town's log once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.db import now
from app.domain.reactions import RESUME_BY, WARN
from app.domain.warning import Colour
from app.queries.warnings import count_of_warnings
from tests.score_grants import direct, extend
from tests.score_stage import JOBS
from tests.score_story import Story
from workers import warning

STANDING = "SELECT subject_id, reason FROM supervision_warning WHERE cleared_at IS NULL"
TOLD = "SELECT subject_id, body ->> 'why' AS why FROM journal WHERE act LIKE '%%.warn' ORDER BY id"


@pytest.fixture
def watched(story: Story) -> Story:
    return replace(story, jobs=(*JOBS, WARN, RESUME_BY))


def standing(story: Story, when: str, *subjects: UUID) -> list[set[str]]:
    """The reasons of each subject at that time."""
    story.at(when, lambda: None)
    rows = story.ask(STANDING)
    return [{row["reason"] for row in rows if row["subject_id"] == subject} for subject in subjects]


def told(story: Story) -> list[tuple[UUID, str]]:
    return [(row["subject_id"], row["why"]) for row in story.ask(TOLD)]


def one_ordered(story: Story) -> tuple[UUID, UUID]:
    """Issued on Friday the 6th, due on Monday the 9th at 18:00."""
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    order_id = story.ordered("11-06 09:00", *seen.findings)
    return seen.findings[0], order_id


def test_time_alone_raises_and_the_answer_ends(watched: Story) -> None:
    point, order = one_ordered(watched)
    assert standing(watched, "11-06 17:59", point, order) == [set(), set()]
    assert standing(watched, "11-06 18:00", point, order) == [{"soon"}, {"soon"}]
    assert standing(watched, "11-08 01:30", point, order) == [{"soon"}, {"soon", "unanswered"}]
    assert standing(watched, "11-09 18:00", point, order) == [{"overdue"}, {"overdue", "unanswered"}]
    watched.answer("11-09 19:00", point)
    assert standing(watched, "11-09 19:00", point, order) == [{"overdue"}, {"overdue"}]
    watched.step("11-10 09:00", point, "pass")
    assert standing(watched, "11-10 09:00", point, order) == [set(), set()]


def test_an_order_speaks_for_its_points_and_is_told_once(watched: Story) -> None:
    point, order = one_ordered(watched)
    standing(watched, "11-09 18:00")
    assert told(watched) == [(order, "soon"), (order, "unanswered"), (order, "overdue")]
    assert [row["n"] for row in watched.ask("SELECT count(*) AS n FROM journal WHERE act = 'finding.overdue'")] == [1]
    assert watched.ask("SELECT count(*) AS n FROM supervision_warning WHERE subject_id = %(it)s", it=point)[0]["n"] == 2


def test_a_point_without_an_order_speaks_for_itself(watched: Story) -> None:
    seen = watched.visit("11-03 09:00", ("WS-03", "1"))
    watched.step("11-06 09:00", seen.findings[0], "hand_over", "inspector")
    assert standing(watched, "11-06 18:00", seen.findings[0]) == [{"soon"}]
    assert told(watched) == [(seen.findings[0], "soon")]


def test_in_time_and_undecided_is_never_red(watched: Story) -> None:
    """Decision 26: a supervisor's delay never costs a town."""
    point, order = one_ordered(watched)
    watched.answer("11-09 17:59", point)
    assert standing(watched, "11-20 09:00", point, order) == [set(), set()]


def test_a_return_is_yellow_until_it_is_answered(watched: Story) -> None:
    point, order = one_ordered(watched)
    watched.answer("11-06 10:00", point)
    watched.step("11-06 11:00", point, "return")
    assert standing(watched, "11-06 11:00", point, order) == [{"returned"}, {"returned"}]
    watched.answer("11-06 12:00", point)
    assert standing(watched, "11-06 12:00", point, order) == [set(), set()]


def test_what_moves_a_deadline_moves_its_warning(watched: Story) -> None:
    point, _ = one_ordered(watched)
    assert standing(watched, "11-09 10:00", point) == [{"soon"}]
    extend(watched, "11-09 11:00", point)
    assert standing(watched, "11-09 11:00", point) == [set()]
    assert standing(watched, "11-09 18:00", point) == [{"soon"}]
    direct(watched, "11-10 09:00", point)
    assert standing(watched, "11-10 09:00", point) == [set()]


def test_a_suspended_point_is_warned_of_nothing_until_its_clock_runs_again(watched: Story) -> None:
    point, _ = one_ordered(watched)
    assert standing(watched, "11-06 18:00", point) == [{"soon"}]
    until = watched.at("11-06 19:00", now).date().replace(day=12)
    watched.step("11-06 19:00", point, "suspend", until=until)
    assert standing(watched, "11-11 09:00", point) == [set()]
    assert standing(watched, "11-12 18:00", point) == [{"soon"}]


def test_a_void_order_is_warned_of_nothing(watched: Story) -> None:
    seen = watched.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    order = watched.order("11-06 09:00", *seen.findings)
    assert standing(watched, "11-06 18:00", order) == [{"soon"}]
    watched.void_order("11-06 19:00", order)
    assert standing(watched, "11-09 18:00", order, *seen.findings) == [set(), set()]


def test_the_same_job_twice_raises_and_tells_nothing_again(watched: Story) -> None:
    one_ordered(watched)
    standing(watched, "11-09 18:00")
    before = told(watched), count(watched)
    for _ in range(3):
        watched.commit(lambda: warning.refresh(str(watched.town_id), now()))
    assert (told(watched), count(watched)) == before


def test_of_two_workers_that_judged_at_once_one_raises(watched: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second had looked before the first wrote."""
    one_ordered(watched)
    standing(watched, "11-06 18:00")
    before = told(watched), count(watched)
    monkeypatch.setattr("app.actions.warning.standing_warnings", lambda _town_id: [])
    watched.commit(lambda: warning.refresh(str(watched.town_id), now()))
    assert (told(watched), count(watched)) == before


def test_it_is_judged_again_at_each_moment_that_counts_and_planned_once(watched: Story) -> None:
    one_ordered(watched)
    planned = "SELECT count(*) AS n FROM due WHERE job = 'workers.warning.refresh' AND done_at IS NULL GROUP BY run_at"
    for _ in range(3):
        watched.commit(lambda: warning.refresh(str(watched.town_id), now()))
    watched.at("11-06 09:30", lambda: None)
    assert [row["n"] for row in watched.ask(planned)] == [1]


def test_a_county_may_have_thresholds_of_its_own(watched: Story) -> None:
    sql = "INSERT INTO setting (region_id, key, value) VALUES (%s, 'warn_soon_days', '2')"
    watched.wire.exec_driver_sql(sql, (watched.world.county_id,))
    point, _ = one_ordered(watched)
    assert standing(watched, "11-06 09:01", point) == [{"soon"}]


def count(story: Story) -> Any:
    return story.ask("SELECT count(*) AS n FROM supervision_warning")


def test_a_town_is_counted_by_the_worst_of_each_subject(watched: Story) -> None:
    one_ordered(watched)
    standing(watched, "11-09 18:00")
    assert watched.commit(count_of_warnings) == {Colour.RED: 2}
