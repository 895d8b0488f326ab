"""Urgency of points (紧迫程度): the rows that `domain.urgency` is asked about, and the points that press most."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from app.db import db
from app.domain.calendar import Calendar
from app.domain.finding import RUNNING, FindingState
from app.domain.urgency import Standing, standing
from app.domain.warning import Watched
from app.models import Finding, Region
from app.queries.findings import filtered

CLOCK_RUNS = [state.value for state in RUNNING]


def standing_of(finding: Finding, at: datetime, calendar: Calendar) -> Standing:
    return standing(watched(finding, at), at, calendar)


def watched(finding: Finding, at: datetime) -> Watched:
    pending = finding.in_time_pending(at)
    return Watched(FindingState(finding.state), finding.soon_at, finding.due_at, pending, finding.rework_count)


def count_due_soon(at: datetime) -> int:
    return db.session.scalars(select(func.count(Finding.id)).where(due_soon(at))).one()


def count_reworked() -> int:
    return db.session.scalars(select(func.count(Finding.id)).where(reworked())).one()


def due_soon(at: datetime) -> ColumnElement[bool]:
    return (Finding.state.in_(CLOCK_RUNS)) & (Finding.due_at > at) & (Finding.soon_at <= at)


def reworked() -> ColumnElement[bool]:
    return (Finding.state == FindingState.FIXING) & (Finding.rework_count > 0)


def by_town(at: datetime) -> Sequence[tuple[Region, int, int, int]]:
    """Each town with points that press: how many are overdue, reworked, due soon; the worst first."""
    overdue = filtered({"overdue": True}, at).with_only_columns(Finding.id).correlate(None)
    late, again, soon = (_sum(part) for part in (Finding.id.in_(overdue), reworked(), due_soon(at)))
    rows = db.session.execute(
        select(Region, late, again, soon)
        .join(Finding, Finding.town_id == Region.id)
        .group_by(Region.id)
        .having(late + again + soon > 0)
        .order_by(late.desc(), again.desc(), soon.desc(), Region.code)
    )
    return [(town, n_late, n_again, n_soon) for town, n_late, n_again, n_soon in rows]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
