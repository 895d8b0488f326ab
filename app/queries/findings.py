"""Lists of findings (整改点位): filters and keyset pages over what the viewer may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.evidence import PHOTOS_WITHIN, EvidenceState
from app.domain.finding import TYPE_OF, FindingState, StateType
from app.models import Evidence, Finding, FindingOrigin
from app.queries.periods import of_a_period, orders_within

MAY_BE_OVERDUE = [
    s.value for s, kind in TYPE_OF.items() if kind is StateType.UNDER_WAY and s is not FindingState.SUSPENDED
]
PENDING = [EvidenceState.WAITING.value, EvidenceState.WHOLE.value]


def findings(wanted: dict[str, Any], at: datetime) -> list[Finding]:
    """One page, by id; one row more than `limit` tells that there is a next one."""
    statement = filtered(wanted, at).order_by(Finding.id).limit(wanted["limit"] + 1)
    loads = (selectinload(Finding.photos), selectinload(Finding.evidences).selectinload(Evidence.photos))
    more = [selectinload(it) for it in (Finding.town, Finding.order, Finding.origin, Finding.requests)]
    return list(db.session.scalars(statement.options(*loads, *more)))


def count_of(wanted: dict[str, Any], at: datetime) -> int:
    inner = filtered({**wanted, "after": None}, at).with_only_columns(Finding.id).subquery()
    return db.session.scalars(select(func.count()).select_from(inner)).one()


def filtered(wanted: dict[str, Any], at: datetime) -> Select[Finding]:
    """The filters; a round can only be asked for by who sees where points come from."""
    statement = select(Finding)
    if wanted.get("after"):
        statement = statement.where(Finding.id > wanted["after"])
    if wanted.get("town"):
        statement = statement.where(Finding.town_id == wanted["town"])
    if wanted.get("state"):
        statement = statement.where(Finding.state == wanted["state"])
    if wanted.get("dimension"):
        statement = statement.where(Finding.item_code.startswith(f"{wanted['dimension']}-"))
    if wanted.get("overdue") is not None:
        overdue = _overdue(at)
        statement = statement.where(overdue if wanted["overdue"] else ~overdue)
    return _of_period(_of_round(statement, wanted.get("round")), wanted)


def _of_round(statement: Select[Finding], round_id: UUID | None) -> Select[Finding]:
    if round_id is None:
        return statement
    return statement.join(FindingOrigin, FindingOrigin.finding_id == Finding.id).where(
        FindingOrigin.round_id == round_id
    )


def _of_period(statement: Select[Finding], wanted: dict[str, Any]) -> Select[Finding]:
    """The period is that of their orders; what is void is no point of an order any more."""
    if not of_a_period(wanted):
        return statement
    return statement.where(Finding.order_id.in_(orders_within(wanted)), Finding.state != FindingState.VOID)


def _overdue(at: datetime) -> Any:
    """逾期, as `domain.finding.is_overdue` says it of one (a test holds the two together)."""
    pending = exists().where(Evidence.finding_id == Finding.id, answered_in_time(at))
    return and_(Finding.state.in_(MAY_BE_OVERDUE), Finding.due_at.is_not(None), Finding.due_at <= at, ~pending)


def answered_in_time(at: datetime) -> ColumnElement[bool]:
    """An answer before the deadline waits for its review, or for photos that still have time to come (decision 18)."""
    photos_may_come = or_(Evidence.whole_at.is_not(None), Evidence.received_at >= at - PHOTOS_WITHIN)
    return and_(Evidence.state.in_(PENDING), Evidence.counts_at < Finding.due_at, photos_may_come)
