"""Bulletin (通报小结): counts and lists of what a county has made known; the same for whoever may read it.

Every question says itself that it asks for what is released, disclosed or issued: a member of a round that is not
released sees more elsewhere, and must not see it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.bulletin import Listing, ListingAct, Period, Tally, listings_within
from app.domain.finding import FindingState
from app.domain.order import OrderLevel
from app.domain.round import RoundState
from app.domain.visit import VisitState
from app.models import Finding, Journal, Order, Photo, Round, Visit
from app.queries.among import among
from app.queries.periods import IN_FORCE, within

ONCE_LISTED = (OrderLevel.LISTED.value, OrderLevel.KEY.value)  # 摘牌 leaves a key order
LISTS, SUSPENDS = "order.list", "finding.suspend"
LISTING_ACTS = (LISTS, "order.delist", "order.void")


@dataclass(frozen=True)
class Looked:
    """Visits (镇次) of released rounds, and how many towns they were to."""

    visits: int
    towns: int


@dataclass(frozen=True)
class Tallies:
    spots: Tally
    problems: Tally


@dataclass(frozen=True)
class Suspension:
    """A point whose clock stands (挂账): since when, and why."""

    finding: Finding
    since: datetime | None
    reason: str


@dataclass(frozen=True)
class Listed:
    order: Order
    listing: Listing


def rounds_by_kind(county_id: UUID, period: Period) -> dict[str, int]:
    counted = select(Round.kind, func.count()).where(*_released(county_id, period)).group_by(Round.kind)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def looked_at(county_id: UUID, period: Period) -> Looked:
    visits = select(func.count(), func.count(Visit.town_id.distinct())).select_from(Visit)
    finished = Visit.state == VisitState.FINISHED
    row = db.session.execute(
        visits.join(Round, Round.id == Visit.round_id).where(finished, *_released(county_id, period))
    )
    return Looked(*row.one())


def _released(county_id: UUID, period: Period) -> tuple[ColumnElement[bool], ...]:
    told = within(Round.released_at, period.first, period.last)
    return Round.county_id == county_id, Round.state == RoundState.RELEASED, told


def orders_issued(county_id: UUID, period: Period) -> int:
    counted = select(func.count(Order.id)).where(*_issued(county_id, period))
    return db.session.scalars(counted).one()


def _issued(county_id: UUID, period: Period) -> tuple[ColumnElement[bool], ...]:
    issued = within(Order.issued_at, period.first, period.last)
    return Order.county_id == county_id, Order.state.in_(IN_FORCE), issued


def in_orders(county_id: UUID, period: Period) -> Tallies:
    """Points of the orders that went out in the period."""
    orders = select(Order.id).where(*_issued(county_id, period))
    return _tallies(Finding.county_id == county_id, Finding.order_id.in_(orders))


def beside_orders(county_id: UUID, period: Period) -> Tallies:
    """Points disclosed in the period that are in no order in force: handed over, fixed on the spot, or still to be ordered."""
    orders = select(Order.id).where(Order.county_id == county_id, Order.state.in_(IN_FORCE))
    told = within(Finding.disclosed_at, period.first, period.last)
    alone = or_(Finding.order_id.is_(None), Finding.order_id.not_in(orders))
    return _tallies(Finding.county_id == county_id, told, alone)


def _tallies(*which: ColumnElement[bool]) -> Tallies:
    """One question: each spot with its problems, then the sums of both."""
    done, suspended = (_how_many(state) for state in (FindingState.CLOSED, FindingState.SUSPENDED))
    by_spot = select(func.count().label("every"), done.label("done"), suspended.label("suspended"))
    spot = by_spot.where(Finding.state != FindingState.VOID, *which).group_by(Finding.spot_id).subquery()
    c = spot.c
    settled = func.sum(case((c.done == c.every, 1), else_=0))
    waits = func.sum(case(((c.done < c.every) & (c.done + c.suspended == c.every), 1), else_=0))
    sums: list[ColumnElement[Any]] = [func.count(), settled, waits]
    sums += [func.sum(column) for column in (c.every, c.done, c.suspended)]
    numbers = [int(n or 0) for n in db.session.execute(select(*sums).select_from(spot)).one()]
    return Tallies(Tally(*numbers[:3]), Tally(*numbers[3:]))


def _how_many(state: FindingState) -> ColumnElement[int]:
    return func.sum(case((Finding.state == state, 1), else_=0))


def suspended(county_id: UUID, period: Period) -> list[Suspension]:
    """Every disclosed point that is suspended now, whenever its order went out: none is lost between two periods."""
    standing = select(Finding).where(
        Finding.county_id == county_id,
        Finding.state == FindingState.SUSPENDED,
        Finding.disclosed_at < period.ends,
    )
    rows = standing.order_by(Finding.suspended_until, Finding.id)
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    more = [selectinload(it) for it in (Finding.town, Finding.order, Finding.evidences, Finding.requests)]
    found = db.session.scalars(rows.options(pictures, *more)).all()
    why = _last_acts([finding.id for finding in found], SUSPENDS)
    return [Suspension(it, *_since(why.get(it.id))) for it in found]


def _since(act: Journal | None) -> tuple[datetime | None, str]:
    return (act.at, str(act.body.get("note") or "")) if act else (None, "")


def _last_acts(ids: Sequence[UUID], act: str) -> dict[UUID, Journal]:
    told = select(Journal).where(among(Journal.subject_id, ids), Journal.act == act)
    return {row.subject_id: row for row in db.session.scalars(told.order_by(Journal.at, Journal.id))}


def listed(county_id: UUID, period: Period) -> list[Listed]:
    """Orders that stood in public (挂牌) at any time of the period, also those taken down since."""
    known = select(Order).where(
        Order.county_id == county_id, Order.level.in_(ONCE_LISTED), Order.issued_at.is_not(None)
    )
    orders = {order.id: order for order in db.session.scalars(known.options(selectinload(Order.town)))}
    told = select(Journal).where(among(Journal.subject_id, orders), Journal.act.in_(LISTING_ACTS))
    acts = [_listing_act(row) for row in db.session.scalars(told.order_by(Journal.at, Journal.id))]
    return [Listed(orders[it.order_id], it) for it in listings_within(acts, period)]


def _listing_act(row: Journal) -> ListingAct:
    leader, words = (str(row.body.get(key) or "") for key in ("leader", "note"))
    return ListingAct(row.subject_id, row.act == LISTS, row.at, leader, words)
