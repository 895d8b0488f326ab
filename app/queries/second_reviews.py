"""Second reviews (盲审): how many of a hundred decisions are drawn here, and which ones wait for whoever looks."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db, viewer
from app.domain.people import Viewer
from app.domain.second_review import OPEN, SECOND_REVIEW, SecondReviewState, Shares
from app.models import Evidence, Finding, Journal, SecondReview
from app.queries.asks import offers
from app.queries.rules import settings

USUAL = {f"second_review_{name}": str(value) for name, value in asdict(Shares()).items()}
ITS_POINT = (selectinload(SecondReview.finding).selectinload(Finding.town), selectinload(SecondReview.evidence))
LATELY = 20
S = SecondReviewState


def shares_of(county_id: UUID) -> Shares:
    said = settings(county_id, USUAL)
    return Shares(**{name: int(said[f"second_review_{name}"]) for name in asdict(Shares())})


def waiting_for_me() -> Sequence[SecondReview]:
    """The longest waiting first."""
    statement = _waiting(select(SecondReview), viewer()).order_by(SecondReview.asked_at, SecondReview.id)
    return db.session.scalars(statement.options(*ITS_POINT)).all()


def count_waiting_for_me() -> int:
    count: int = db.session.scalars(_waiting(select(func.count(SecondReview.id)), viewer())).one()
    return count


def lately_settled() -> Sequence[SecondReview]:
    """Of those that are over, the newest."""
    over = select(SecondReview).where(SecondReview.state.not_in(OPEN))
    newest = func.coalesce(SecondReview.third_at, SecondReview.second_at, SecondReview.asked_at).desc()
    statement = over.order_by(newest, SecondReview.id).options(*ITS_POINT)
    return db.session.scalars(statement.limit(LATELY)).all()


def open_of(finding_id: UUID) -> Sequence[SecondReview]:
    """At most one for each answer of the point."""
    of_it = select(SecondReview).where(SecondReview.finding_id == finding_id, SecondReview.state.in_(OPEN))
    return db.session.scalars(of_it).all()


def draws(limit: int) -> Sequence[Journal]:
    """Of decisions, drawn and not drawn, the newest first: the auditor's."""
    drawn = select(Journal).where(Journal.act == "second_review.draw")
    return db.session.scalars(drawn.order_by(Journal.at.desc(), Journal.id.desc()).limit(limit)).all()


def second_review_body(review: SecondReview, viewer: Viewer) -> dict[str, Any]:
    """Nothing of the first decision, nor of the point that would tell it, before the second one is made."""
    state = SecondReviewState(review.state)
    said = {"first": review.first_verdict, "second": review.second_verdict, "because": review.because or None}
    return {
        "id": str(review.id),
        "version": review.version,
        "state": state,
        **({} if state is SecondReviewState.ASKED else said),
        "offered": offers(SECOND_REVIEW.offered(review, state, viewer)),
    }


def _waiting(statement: Select[Any], who: Viewer) -> Select[Any]:
    """As the table's needs say it of one (a test holds the two together), but that a point may have moved on this minute."""
    answered = [Evidence.submitted_by != who.user_id, Evidence.unit_id != who.unit_id]
    another = [SecondReview.second_by != who.user_id]
    if who.person_key is not None:
        answered.append(Evidence.person_key.is_distinct_from(who.person_key))
        another.append(SecondReview.second_key.is_distinct_from(who.person_key))
    third = and_(SecondReview.state == S.DISAGREED, *another)
    of_answers = statement.join(Evidence, Evidence.id == SecondReview.evidence_id)
    return of_answers.where(or_(SecondReview.state == S.ASKED, third), *answered)
