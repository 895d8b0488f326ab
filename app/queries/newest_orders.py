"""Orders as the desk lists them (督办单列表): drafts first, then the newest issued."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.order import OrderState
from app.domain.problems import Problem
from app.models import Finding, Order, Region
from app.queries.by_id import maybe
from app.queries.periods import issued_within, of_a_period

NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)  # what is not issued stands before all that is
WITH_TOWN = [OrderState.ISSUED.value, OrderState.SIGNED.value]


def page_of_orders(wanted: dict[str, Any]) -> list[Order]:
    """One page; one row more than `limit` tells that there is a next one. `after` is the last order seen."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        issued, last = _place_of(wanted["after"])
        statement = statement.where(or_(_issued() < issued, and_(_issued() == issued, Order.id > last.id)))
    return _rows(statement.order_by(_issued().desc(), Order.id).limit(wanted["limit"] + 1))


def count_of_orders(wanted: dict[str, Any]) -> int:
    inner = _filtered(wanted).with_only_columns(Order.id).subquery()
    return db.session.scalars(select(func.count()).select_from(inner)).one()


def orders_under_way(limit: int) -> list[Order]:
    """What a town still has to do."""
    return _rows(select(Order).where(Order.state.in_(WITH_TOWN)).order_by(_issued().desc(), Order.id).limit(limit))


def towns_with_orders() -> list[tuple[str, str]]:
    here = select(Order.town_id).distinct()
    rows = db.session.execute(select(Region.id, Region.name).where(Region.id.in_(here)).order_by(Region.code))
    return [(str(town_id), name) for town_id, name in rows]


def states_of_orders() -> list[str]:
    return list(db.session.scalars(select(Order.state).distinct()))


def _filtered(wanted: dict[str, Any]) -> Select[Order]:
    statement = select(Order)
    if wanted.get("town"):
        statement = statement.where(Order.town_id == wanted["town"])
    if of_a_period(wanted):
        statement = statement.where(issued_within(wanted))
    if wanted.get("state"):
        statement = statement.where(Order.state == wanted["state"])
    if wanted.get("level"):
        statement = statement.where(Order.level == wanted["level"])
    return statement


def _rows(statement: Select[Order]) -> list[Order]:
    points = selectinload(Order.findings).selectinload(Finding.evidences)
    return list(db.session.scalars(statement.options(points, selectinload(Order.town))))


def _place_of(after: object) -> tuple[datetime, Order]:
    last = maybe(Order, str(after))
    if last is None:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return last.issued_at or NOT_YET, last


def _issued() -> ColumnElement[datetime]:
    return func.coalesce(Order.issued_at, NOT_YET)
