"""One round on a page (一次督查行动): how far it is, what waits for confirmation, what each town will see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from app.access import caller
from app.domain.calendar import local_day
from app.domain.finding import FINDING, FindingState
from app.domain.round import ROUND, RoundState
from app.domain.visit import Looked, VisitState
from app.domain.workflow import Offer
from app.models import Finding, Region, Round, Visit
from app.pages.approvals import Asked, asked_about
from app.pages.history import Event, events
from app.pages.parts import Chip, Photo, t
from app.pages.points import first_photo, plain
from app.pages.round_cover import Cover, cover_of
from app.queries.items import items_of, key_of
from app.queries.rounds import findings_of, members_of, visits_of

MOST_TO_CONFIRM, MOST_SHOWN = 20, 5
AT_ONCE = ("confirm", "hand_over", "void")  # what wants a choice is done on the point's own page
HAS_LOOKED = {Looked.CLEAN, Looked.FOUND}
OVER = {RoundState.RELEASED, RoundState.VOID}


@dataclass(frozen=True)
class Shown:
    problem: str
    quantity: str
    item_code: str


@dataclass(frozen=True)
class ToConfirm(Shown):
    url: str
    photo: Photo | None
    note: str
    town: str
    red_line: bool
    offered: tuple[Offer, ...]
    version: int
    steps_url: str


@dataclass(frozen=True)
class VisitMark:
    url: str
    state: str
    started_at: date
    looked: int
    dimensions: int


@dataclass(frozen=True)
class TownPart:
    town: str
    url: str | None
    visits: list[VisitMark]
    points: int
    shows: list[Shown]
    more: int


@dataclass(frozen=True)
class Member:
    name: str
    unit: str
    part: str


@dataclass(frozen=True)
class RoundPage:
    title: str
    kind: str
    chip: Chip
    hidden: bool
    offered: tuple[Offer, ...]
    steps_url: str
    version: int
    visited: int
    town_count: int
    visited_width: str
    unconfirmed: int
    window_from: date
    window_to: date
    to_confirm: list[ToConfirm]
    more_url: str | None
    towns: list[TownPart]
    cover: Cover
    members: list[Member]
    events: list[Event]
    next: str
    next_detail: str
    checklist: str
    approvals: list[Asked]


def page_of(round_: Round) -> RoundPage:
    findings, visits = findings_of(round_), visits_of(round_)
    visited = {v.town_id for v in visits if v.state != VisitState.VOID}
    waiting = [f for f in findings if f.state == FindingState.FOUND]
    state = RoundState(round_.state)
    return RoundPage(
        title=round_.title,
        kind=round_.kind,
        chip=Chip(f"round.{state}"),
        hidden=state not in OVER,
        offered=ROUND.offered(round_, state, caller().viewer),
        steps_url=url_for("rounds.steps", raw_id=round_.id),
        version=round_.version,
        approvals=asked_about(round_.id),
        visited=len(visited),
        town_count=round_.town_count,
        visited_width=_share(len(visited), round_.town_count),
        unconfirmed=len(waiting),
        window_from=round_.window_from,
        window_to=round_.window_to,
        to_confirm=_to_confirm(round_, waiting[:MOST_TO_CONFIRM]),
        more_url=_points_url(round_, state=FindingState.FOUND.value) if len(waiting) > MOST_TO_CONFIRM else None,
        towns=_towns(round_, findings, visits),
        cover=cover_of(round_, findings, visits),
        members=[Member(*it) for it in members_of(round_)],
        events=list({(it.name, it.at): it for it in events(round_.id)}.values()),  # a release tells each town as well
        next=t(f"d.round.next.{state}"),
        next_detail="",
        checklist=round_.checklist.label,
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "0%"


def _points_url(round_: Round, town: str | None = None, state: str | None = None) -> str:
    return url_for("findings.index", round=round_.id, town=town, state=state)


def _to_confirm(round_: Round, waiting: Sequence[Finding]) -> list[ToConfirm]:
    items, viewer = items_of(waiting), caller().viewer
    return [
        ToConfirm(
            problem=items[key_of(finding)].problem,
            quantity=plain(finding.quantity),
            item_code=finding.item_code,
            url=url_for("findings.show", raw_id=finding.id),
            photo=first_photo(finding),
            note=finding.note,
            town=finding.town.name,
            red_line=finding.red_line,
            offered=tuple(it for it in FINDING.offered(finding, FindingState.FOUND, viewer) if it.action in AT_ONCE),
            version=finding.version,
            steps_url=url_for("rounds.point_steps", raw_id=round_.id, finding_id=finding.id),
        )
        for finding in waiting
    ]


def _towns(round_: Round, findings: Sequence[Finding], visits: Sequence[Visit]) -> list[TownPart]:
    """Town by town in the order of their codes: its visits, and exactly the points a release shows it."""
    items = items_of(findings)
    found: dict[UUID, list[Shown]] = defaultdict(list)
    for it in findings:
        found[it.town_id].append(Shown(items[key_of(it)].problem, plain(it.quantity), it.item_code))
    towns: list[Region] = sorted((covered.town for covered in round_.towns), key=lambda town: town.code)
    return [_town(round_, town, found[town.id], [v for v in visits if v.town_id == town.id]) for town in towns]


def _town(round_: Round, town: Region, found: Sequence[Shown], visits: Sequence[Visit]) -> TownPart:
    return TownPart(
        town=town.name,
        url=_points_url(round_, town=str(town.id)) if found else None,
        visits=[_visit(round_, visit) for visit in visits],
        points=len(found),
        shows=list(found[:MOST_SHOWN]),
        more=max(0, len(found) - MOST_SHOWN),
    )


def _visit(round_: Round, visit: Visit) -> VisitMark:
    looked = sum(dimension.looked in HAS_LOOKED for dimension in visit.dimensions)
    url = url_for("visits.show", raw_id=visit.id)
    return VisitMark(url, visit.state, local_day(visit.started_at), looked, len(round_.checklist.dimensions))
