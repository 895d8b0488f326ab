"""Bulletin (通报小结): one sentence of a period for supervisors and leaders, every number of it with its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.db import now
from app.domain.bulletin import Period, Tally, usual_periods
from app.domain.calendar import local_day
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.score.rational import rounded
from app.errors import STATUS
from app.models import Region
from app.pages.bulletin_words import Counted, Piece, days, pieces_of
from app.pages.county import my_county
from app.pages.frame import Said, render
from app.pages.lists import wanted
from app.pages.parts import Choice, t
from app.pages.points import FindingRow, rows_of
from app.queries import bulletin
from app.queries.by_id import one
from app.schemas.filters import BulletinFilter

blueprint = Blueprint("bulletin", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER)


@dataclass(frozen=True)
class Row:
    """A line of the table of sums."""

    key: str
    every: int
    done: int
    under_way: int
    suspended: int
    share: str


@dataclass(frozen=True)
class ListedRow:
    url: str
    number: str
    town: str
    leader: str
    words: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class SuspendedRow:
    point: FindingRow
    order: str | None
    since: datetime | None
    until: date | None
    reason: str


@dataclass(frozen=True)
class BulletinPage:
    first: date
    last: date
    usual: list[Choice]
    pieces: list[Piece]
    sums: list[Row]
    listed: list[ListedRow]
    suspended: list[SuspendedRow]


@blueprint.get("/bulletin")
@endpoint(*READERS)
def show() -> Response:
    asked, today = wanted(BulletinFilter()), local_day(now())
    so_far = usual_periods(today)["year"]
    period = Period(asked["since"] or so_far.first, asked["until"] or max(so_far.last, asked["since"] or so_far.last))
    if period.is_sound:
        return render("bulletin/show.html", page=_page(my_county(), period, today))
    problem = Problem("window_reversed", pointer="/to")
    said = [Said("red", t(f"p.{problem.code}"))]
    return render("bulletin/show.html", said, STATUS[problem.kind], page=_nothing(period, today))


def _page(county_id: UUID, period: Period, today: date) -> BulletinPage:
    tallies, beside = bulletin.in_orders(county_id, period), bulletin.beside_orders(county_id, period)
    counted = Counted(
        county=one(Region, county_id).name,
        period=period,
        today=today,
        rounds=bulletin.rounds_by_kind(county_id, period),
        looked=bulletin.looked_at(county_id, period),
        orders=bulletin.orders_issued(county_id, period),
        tallies=tallies,
        beside=beside,
        share=_percent(tallies.problems.share),
    )
    return BulletinPage(
        first=period.first,
        last=period.last,
        usual=_usual(period, today),
        pieces=pieces_of(counted) if counted.any else [],
        sums=[_row("spots", tallies.spots), _row("problems", tallies.problems)],
        listed=[_listed(it) for it in bulletin.listed(county_id, period)],
        suspended=_suspended(bulletin.suspended(county_id, period)),
    )


def _nothing(period: Period, today: date) -> BulletinPage:
    return BulletinPage(period.first, period.last, _usual(period, today), [], [], [], [])


def _usual(period: Period, today: date) -> list[Choice]:
    return [
        Choice(t(f"d.bulletin.{word}"), url_for("bulletin.show", **days(it)), it == period)
        for word, it in usual_periods(today).items()
    ]


def _row(key: str, tally: Tally) -> Row:
    return Row(key, tally.every, tally.done, tally.under_way, tally.suspended, _percent(tally.share))


def _percent(share: Fraction | None) -> str:
    return "—" if share is None else f"{rounded(100 * share, 1)}%"


def _listed(it: bulletin.Listed) -> ListedRow:
    order, listing = it.order, it.listing
    url = url_for("orders.show", raw_id=order.id)
    return ListedRow(
        url, order.number or "", order.town.name, listing.leader, listing.words, listing.since, listing.until
    )


def _suspended(found: Sequence[bulletin.Suspension]) -> list[SuspendedRow]:
    points = rows_of([it.finding for it in found])
    return [
        SuspendedRow(point, _number(it), it.since, it.finding.suspended_until, it.reason)
        for it, point in zip(found, points, strict=True)
    ]


def _number(it: bulletin.Suspension) -> str | None:
    return it.finding.order.number if it.finding.order else None
