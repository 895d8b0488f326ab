"""Warnings (督导预警): what of a town is watched, and which warnings stand."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.finding import TYPE_OF, StateType
from app.domain.order import OrderState
from app.domain.problems import Problem
from app.domain.warning import Colour, Thresholds, half_at
from app.models import Finding, Order, Region, SupervisionWarning
from app.queries.by_id import maybe

WATCHED = [state.value for state, kind in TYPE_OF.items() if kind is StateType.UNDER_WAY]
RANK = {colour: rank for rank, colour in enumerate(Colour)}
LIVE = [OrderState.ISSUED.value, OrderState.SIGNED.value]


def points_watched(town_id: UUID) -> Sequence[Finding]:
    """Points under way whose clock has begun."""
    live = Finding.state.in_(WATCHED) & Finding.due_at.is_not(None)
    statement = select(Finding).where(Finding.town_id == town_id, live).order_by(Finding.id)
    return db.session.scalars(statement.options(selectinload(Finding.evidences))).all()


def orders_watched(town_id: UUID) -> Sequence[Order]:
    live = select(Order).where(Order.town_id == town_id, Order.state.in_(LIVE)).order_by(Order.id)
    answers = selectinload(Order.findings).selectinload(Finding.evidences)
    return db.session.scalars(live.options(answers)).all()


def orders_warned(warnings: Sequence[SupervisionWarning]) -> dict[UUID, Order]:
    """The orders that warnings speak of, with their points."""
    ids = {it.subject_id for it in warnings if it.noun == "order"}
    wanted = select(Order).where(Order.id.in_(ids)).options(selectinload(Order.findings))
    return {order.id: order for order in db.session.scalars(wanted)} if ids else {}


def half_of(order: Order, thresholds: Thresholds) -> datetime | None:
    """When half of the order's time is over; None once anything of it was answered."""
    due = [finding.due_at for finding in order.findings if finding.due_at is not None]
    if order.issued_at is None or not due or any(finding.evidences for finding in order.findings):
        return None
    return half_at(order.issued_at, max(due), thresholds)


def moments_of(points: Sequence[Finding], halves: Sequence[datetime | None]) -> Iterator[datetime]:
    """When something of them may change by time alone."""
    for point in points:
        yield from (at for at in (point.soon_at, point.due_at) if at is not None)
    yield from (at for at in halves if at is not None)


def standing_warnings(town_id: UUID) -> Sequence[SupervisionWarning]:
    return db.session.scalars(_standing().where(SupervisionWarning.town_id == town_id)).all()


def count_of_warnings(*narrower: ColumnElement[bool]) -> dict[Colour, int]:
    """How many points and orders show each colour: each counts once, by its worst."""
    worst = func.max(_rank()).label("worst")
    each = _standing().where(*narrower).with_only_columns(worst).group_by(SupervisionWarning.subject_id).subquery()
    rows = db.session.execute(select(each.c.worst, func.count()).group_by(each.c.worst))
    return {colour: n for rank, n in rows for colour in Colour if RANK[colour] == rank}


def page_of_warnings(wanted: dict[str, Any]) -> list[SupervisionWarning]:
    """One page, the worst first, then the oldest; one row more than `limit` tells that there is a next one."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        last = maybe(SupervisionWarning, wanted["after"])
        if last is None:
            raise Problem("filter_unknown", pointer="/after", name="after")
        place = tuple_(-_rank(), SupervisionWarning.raised_at, SupervisionWarning.id)
        statement = statement.where(place > tuple_(-RANK[Colour(last.colour)], last.raised_at, last.id))
    ordered = statement.order_by(_rank().desc(), SupervisionWarning.raised_at, SupervisionWarning.id)
    return list(db.session.scalars(ordered.limit(wanted["limit"] + 1)))


def towns_warned() -> list[tuple[str, str]]:
    here = _standing().with_only_columns(SupervisionWarning.town_id).distinct()
    rows = db.session.execute(select(Region.id, Region.name).where(Region.id.in_(here)).order_by(Region.code))
    return [(str(town_id), name) for town_id, name in rows]


def _filtered(wanted: dict[str, Any]) -> Select[SupervisionWarning]:
    statement = _standing()
    columns = {
        "colour": SupervisionWarning.colour,
        "reason": SupervisionWarning.reason,
        "warned": SupervisionWarning.noun,
    }
    for name, column in columns.items():
        if wanted.get(name):
            statement = statement.where(column == wanted[name])
    return statement.where(SupervisionWarning.town_id == wanted["town"]) if wanted.get("town") else statement


def _standing() -> Select[SupervisionWarning]:
    return select(SupervisionWarning).where(SupervisionWarning.cleared_at.is_(None))


def _rank() -> ColumnElement[int]:
    return case({colour.value: rank for colour, rank in RANK.items()}, value=SupervisionWarning.colour)
