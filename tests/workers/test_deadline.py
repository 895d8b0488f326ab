"""Deadlines (到期) by the worker: each is told once, however many answers had planned a look at it."""

from __future__ import annotations

from app.db import now
from tests.score_story import Story
from workers import deadline

TOLD = "SELECT count(*) AS n FROM journal WHERE act = 'finding.overdue'"


def told(story: Story) -> int:
    return int(story.ask(TOLD)[0]["n"])


def test_a_deadline_that_passed_is_told_once_and_the_next_one_again(story: Story) -> None:
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    (point,) = seen.findings
    story.ordered("11-06 09:00", point)
    story.at("11-09 18:00", lambda: None)
    assert told(story) == 1
    story.at("11-10 09:00", lambda: deadline.pass_by(str(point), now()))
    assert told(story) == 1
    story.fix("11-10 10:00", "11-10 11:00", point)
    story.step("11-12 09:00", point, "rebound")
    story.at("11-13 18:01", lambda: None)
    assert told(story) == 2
