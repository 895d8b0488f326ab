"""Workbench (工作台): what waits for me, what presses most, and where; the same page for every role of the cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.db import now
from app.domain.calendar import local_day
from app.domain.people import PEOPLE, Role, Viewer
from app.domain.visit import VisitState
from app.models import Round
from app.pages.frame import render
from app.pages.orders import OrderRow, row_of
from app.pages.parts import Chip
from app.pages.points import FindingRow, rows_of
from app.pages.roles import CASES
from app.pages.ways import lead_to
from app.queries.bench import my_rounds, oldest_answer, oldest_unsigned
from app.queries.findings import count_of
from app.queries.newest_orders import orders_under_way
from app.queries.rules import calendar_of
from app.queries.scores import newest_scores
from app.queries.urgency import by_town, count_due_soon, count_reworked
from app.queries.urgent_first import most_urgent
from app.queries.waiting import WAITING

blueprint = Blueprint("workbench", __name__)

# The tiles of each role, in order: first what waits for them, then what they watch.
TILES: dict[Role, tuple[str, ...]] = {
    Role.SUPERVISOR: ("review", "confirm", "issue", "asks", "kept", "unsigned"),
    Role.LEADER: ("overdue", "unsigned"),
    Role.INSPECTOR: (),
    Role.TOWN: ("sign", "fix", "overdue"),
    Role.DEPARTMENT: ("sign", "fix", "overdue"),
}
WATCHED = ("overdue", "unsigned")  # they wait for someone else
OPENS: dict[str, tuple[str, dict[str, Any]]] = {
    "review": ("reviews.index", {}),
    "confirm": ("findings.index", {"state": "found"}),
    "issue": ("orders.index", {"state": "signing"}),
    "asks": ("requests.index", {"state": "asked"}),
    "kept": ("kept.index", {"state": "waiting"}),
    "unsigned": ("orders.index", {"state": "issued"}),
    "sign": ("orders.index", {"state": "issued"}),
    "fix": ("findings.index", {"state": "fixing"}),
    "overdue": ("findings.index", {"overdue": "1"}),
}
SIGNS = {
    "review": "list-checks",
    "confirm": "check",
    "asks": "hourglass",
    "kept": "inbox",
    "sign": "pen-line",
    "fix": "map-pin",
}
OLDEST: dict[Role, Callable[[], datetime | None]] = {
    Role.SUPERVISOR: oldest_answer,
    Role.TOWN: oldest_unsigned,
    Role.DEPARTMENT: oldest_unsigned,
}
TO_DO = (Role.TOWN, Role.DEPARTMENT)  # who has orders to work on
SHOWN = 8


@dataclass(frozen=True)
class Main:
    key: str
    n: int
    url: str
    sign: str


@dataclass(frozen=True)
class Tile:
    key: str
    n: int
    url: str
    first: bool
    chip: Chip | None


@dataclass(frozen=True)
class BenchRound:
    url: str
    title: str
    kind: str
    hidden: bool
    visited: int
    towns: int
    unconfirmed: int
    width: str
    window_to: date


@dataclass(frozen=True)
class BenchTown:
    url: str
    town: str
    overdue: int
    reworked: int
    due_soon: int


@dataclass(frozen=True)
class BenchScore:
    url: str
    month: date
    value: str | None
    band: str | None


@dataclass(frozen=True)
class Workbench:
    waiting: int
    today: date
    weekday: int
    oldest_days: int
    main: Main | None
    tiles: list[Tile]
    counts: list[Chip]
    rows: list[FindingRow]
    all_url: str | None
    all_count: int
    rounds: list[BenchRound]
    towns: list[BenchTown]
    orders: list[OrderRow]
    score: BenchScore | None


@blueprint.get("/")
@endpoint(*PEOPLE)
def show() -> Response:
    viewer = caller().viewer
    if viewer.role not in CASES:
        return lead_to(url_for("me.show"), 302)
    return render("workbench/show.html", page=_page(viewer))


def _page(viewer: Viewer) -> Workbench:
    at = now()
    waits = [(key, WAITING[key](at)) for key in TILES[viewer.role]]
    mine = [(key, n) for key, n in waits if n and key not in WATCHED]
    every = count_of({}, at)
    return Workbench(
        waiting=sum(n for _, n in mine),
        today=local_day(at),
        weekday=local_day(at).isoweekday(),
        oldest_days=_oldest_days(viewer),
        main=_main(mine),
        tiles=_tiles(waits, mine),
        counts=_counts(at),
        rows=rows_of(most_urgent(at, SHOWN)),
        all_url=url_for("findings.index") if every else None,
        all_count=every,
        rounds=[_round(round_) for round_ in my_rounds(viewer)],
        towns=_towns(at),
        orders=[row_of(order) for order in orders_under_way(SHOWN)] if viewer.role in TO_DO else [],
        score=_score(viewer),
    )


def _oldest_days(viewer: Viewer) -> int:
    """Working days that the oldest thing has waited."""
    oldest = OLDEST[viewer.role]() if viewer.role in OLDEST else None
    if oldest is None or viewer.county_id is None:
        return 0
    return calendar_of(viewer.county_id).ends_of_day_between(oldest, now())


def _main(mine: Sequence[tuple[str, int]]) -> Main | None:
    """The one filled button: the first thing that waits and has a page to do it on."""
    return next((Main(key, n, _url(key), SIGNS[key]) for key, n in mine if key in SIGNS), None)


def _tiles(waits: Sequence[tuple[str, int]], mine: Sequence[tuple[str, int]]) -> list[Tile]:
    first = mine[0][0] if mine else None
    return [Tile(key, n, _url(key), key == first, None) for key, n in waits]


def _url(key: str) -> str:
    page, filters = OPENS[key]
    return url_for(page, **filters)


def _counts(at: datetime) -> list[Chip]:
    said = (("fact.overdue", WAITING["overdue"](at)), ("fact.reworked_count", count_reworked()))
    return [Chip(word, {"n": n}) for word, n in (*said, ("fact.due_soon", count_due_soon(at))) if n]


def _round(round_: Round) -> BenchRound:
    visited = len({visit.town_id for visit in round_.visits if visit.state != VisitState.VOID})
    return BenchRound(
        url=url_for("rounds.show", raw_id=round_.id),
        title=round_.title,
        kind=round_.kind,
        hidden=round_.released_at is None,
        visited=visited,
        towns=round_.town_count,
        unconfirmed=round_.unconfirmed_count,
        width=f"{100 * visited / max(round_.town_count, 1):.4g}%",
        window_to=round_.window_to,
    )


def _towns(at: datetime) -> list[BenchTown]:
    """Only where there is a choice of towns."""
    rows = by_town(at)
    if len(rows) < 2:
        return []
    return [BenchTown(url_for("findings.index", town=town.id), town.name, *counts) for town, *counts in rows]


def _score(viewer: Viewer) -> BenchScore | None:
    newest = newest_scores(viewer.town_id)[:1] if viewer.town_id else []
    for score in newest:
        url = url_for("scores.show", month=f"{score.month:%Y-%m}", town_id=score.town_id)
        return BenchScore(url, score.month, str(score.value) if score.value is not None else None, score.band)
    return None
