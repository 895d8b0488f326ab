"""Approvals (双人复核): whether an act needs a second person here, and which ones wait."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from app.db import db, viewer
from app.domain.approval import TWO_PERSON, ApprovalState
from app.models import Approval, Finding, Order, Round, SecondReview, TownRequest, Visit
from app.queries.rules import setting

Subject = Finding | Order | Round | Visit | TownRequest | SecondReview
ON, OFF = "on", "off"


def needs_second(noun: str, action: str, subject: Subject) -> bool:
    """As the county, or what it inherits from, has set it; a draft is nobody's loss."""
    name = f"{noun}.{action}"
    if name not in TWO_PERSON or (name == "order.void" and isinstance(subject, Order) and subject.issued_at is None):
        return False
    usual = ON if TWO_PERSON[name] else OFF
    return setting(subject.county_id, f"two_person_{noun}_{action}", usual) == ON


def waiting_for(subject_id: UUID, action: str) -> Approval | None:
    asked = _asked().where(Approval.subject_id == subject_id, Approval.action == action)
    return db.session.scalars(asked).one_or_none()


def approvals_of(subject_id: UUID) -> Sequence[Approval]:
    """Those that wait; what was decided stands in the history."""
    return db.session.scalars(_asked().where(Approval.subject_id == subject_id).order_by(Approval.asked_at)).all()


def approvals_waiting() -> Sequence[Approval]:
    return db.session.scalars(_asked().order_by(Approval.asked_at)).all()


def count_approvals() -> int:
    """What whoever looks may agree to: not what they asked for themselves."""
    of_others = Approval.asked_by.is_distinct_from(viewer().user_id)
    asked = select(func.count(Approval.id)).where(Approval.state == ApprovalState.ASKED, of_others)
    return db.session.scalars(asked).one()


def _asked() -> Select[Approval]:
    return select(Approval).where(Approval.state == ApprovalState.ASKED)
