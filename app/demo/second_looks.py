"""Second looks (盲审): of what was drawn, one decision is agreed with and one is not; the others still wait, if chance drew as many."""

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.second_review import step_second_review
from app.db import db, now
from app.demo.stage import Stage
from app.demo.words import RETURNED_ELSE
from app.domain.evidence import Verdict
from app.domain.second_review import SecondReviewState
from app.models import SecondReview


def look_again(stage: Stage) -> None:
    first = stage.viewer("supervisor").user_id
    asked = select(SecondReview).where(
        SecondReview.state == SecondReviewState.ASKED,
        SecondReview.first_verdict == Verdict.PASS,
        SecondReview.first_by == first,
    )
    drawn = db.session.scalars(asked.order_by(SecondReview.asked_at, SecondReview.id)).all()
    said = (("second_pass", ""), ("second_return", RETURNED_ELSE))
    for review, (action, note) in zip((it for it in drawn if it.moved_on is None), said, strict=False):
        step_second_review(review, Move(action, stage.viewer("supervisor3"), now(), note))
