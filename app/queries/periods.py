"""Periods (一段日期): lists and counts that are bounded by days in China's time."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.calendar import ONE_DAY, moment
from app.domain.order import ISSUED_EVER
from app.models import Order

IN_FORCE = [state.value for state in ISSUED_EVER]


def within(
    column: InstrumentedAttribute[datetime | None], since: date | None, until: date | None
) -> ColumnElement[bool]:
    """From the first day on, up to and including the last one; either may be left open."""
    begun = column >= moment(since, time(0)) if since else true()
    return and_(begun, column < moment(until + ONE_DAY, time(0))) if until else begun


def of_a_period(wanted: dict[str, Any]) -> bool:
    return bool(wanted.get("since") or wanted.get("until"))


def issued_within(wanted: dict[str, Any]) -> ColumnElement[bool]:
    """Orders that went out in the period and stand: neither drafts nor void ones."""
    return and_(Order.state.in_(IN_FORCE), within(Order.issued_at, wanted.get("since"), wanted.get("until")))


def orders_within(wanted: dict[str, Any]) -> Select[UUID]:
    return select(Order.id).where(issued_within(wanted))
