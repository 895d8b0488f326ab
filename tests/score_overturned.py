"""Overturned decisions in score stories (改判): every decision is drawn, a second person differs, a third overturns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.second_review import step_second_review
from app.db import db, now
from app.domain.problems import Problem
from app.models import SecondReview
from tests.score_story import Story
from tests.second_look import drawing, more_supervisors


def all_are_drawn(story: Story) -> None:
    more_supervisors(story.world, story.look)
    drawing(story.world, story.look, passes=100, returns=100, red_line_passes=100)


def overturn(story: Story, when: str, finding_id: UUID) -> None:
    """The newest decision on the point."""

    def act() -> None:
        review = _newest(finding_id)
        second = "second_return" if review.first_verdict == "pass" else "second_pass"
        step_second_review(review, _move(story, second, "supervisor2"))
        step_second_review(review, _move(story, "overturn", "supervisor3"))

    story.at(when, act)


def _newest(finding_id: UUID) -> SecondReview:
    drawn = select(SecondReview).where(SecondReview.finding_id == finding_id).order_by(SecondReview.asked_at.desc())
    review = db.session.scalars(drawn).first()
    if review is None:
        raise Problem("not_found")
    return review


def _move(story: Story, action: str, who: str) -> Any:
    return Move(action, story.viewer(who), now(), "看过照片")
