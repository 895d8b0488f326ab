"""Pressing (督办升级): what has been red longest is listed by two supervisors; for the next one a second person is still waited for."""

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.approval import ask_for, step_approval
from app.db import db, now
from app.demo.stage import Stage
from app.demo.words import LEADER, LISTED
from app.domain.warning import Reason
from app.models import Approval, Order, SupervisionWarning
from app.queries.by_id import one


def ask_to_list(stage: Stage) -> None:
    """The two that are red longest."""
    red = select(SupervisionWarning.subject_id).where(
        SupervisionWarning.noun == "order",
        SupervisionWarning.reason == Reason.OVERDUE,
        SupervisionWarning.cleared_at.is_(None),
    )
    for order_id in db.session.scalars(red.order_by(SupervisionWarning.raised_at).limit(2)).all():
        move = Move("list", stage.viewer("supervisor"), now(), LISTED, {"leader": LEADER})
        ask_for(one(Order, order_id), "order", move)


def agree_to_one(stage: Stage) -> None:
    asked = db.session.scalars(select(Approval).order_by(Approval.asked_at, Approval.id).limit(1)).first()
    if asked is not None:
        step_approval(asked, Move("grant", stage.viewer("supervisor2"), now()))
