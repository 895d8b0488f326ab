"""Rounds (督查行动): planned for members only, released for all towns in one act (decisions 3, 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.actions import places
from app.actions.advance import Move, advance
from app.actions.finding import disclose
from app.actions.journal import Act, plan, write
from app.actions.photo import slots_of
from app.db import db
from app.domain import chance
from app.domain.calendar import moment
from app.domain.finding import FindingState
from app.domain.people import SYSTEM, RegionLevel, Role, Viewer
from app.domain.problems import Problem, not_found
from app.domain.reactions import OPEN_EVE
from app.domain.round import ROUND, Part, RoundKind, window_is_sound
from app.models import Checklist, Journal, Region, Round, RoundMember, RoundTown, User
from app.queries.by_id import held
from app.queries.draws import codes_drawn

EVE = time(18)  # inspectors see the plan from 18:00 of the day before


@dataclass(frozen=True)
class Plan:
    """A round to be."""

    county_id: UUID
    title: str
    kind: RoundKind
    window_from: date
    window_to: date
    checklist: Checklist
    towns: Sequence[Region]
    inspectors: Sequence[User]
    planners: Sequence[User] = ()  # besides whoever plans it
    seed: str = ""  # of the draw its towns came from


def plan_round(plan_: Plan, viewer: Viewer, at: datetime) -> Round:
    """Make the round with its planner, inspectors and towns; the plan opens to inspectors on the eve."""
    _check(plan_)
    round_ = Round(
        id=chance.new_id(),
        county_id=plan_.county_id,
        title=plan_.title,
        kind=plan_.kind,
        window_from=plan_.window_from,
        window_to=plan_.window_to,
        checklist_id=plan_.checklist.id,
        towns=[RoundTown(town_id=t.id) for t in plan_.towns],
        members=[RoundMember(user_id=user_id, part=part) for user_id, part in _members(plan_, viewer)],
    )
    act = Act("round.plan", round_.id, {"kind": plan_.kind.value, "towns": len(plan_.towns), **_drawn(plan_)})
    round_.enter(ROUND.initial, write(act, places.of_round(round_), viewer, at))
    db.session.add(round_)
    eve = moment(plan_.window_from - timedelta(days=1), EVE)
    if at >= eve:
        open_plan(round_, at)
    else:
        plan(OPEN_EVE, round_.id, eve)
    return round_


def _drawn(plan_: Plan) -> dict[str, str | int]:
    """Which draw its towns came from, and how many of them are not those that were drawn."""
    codes = codes_drawn(plan_.seed) if plan_.seed else None
    if codes is None:
        return {}
    return {"seed": plan_.seed, "changed": len(set(codes) ^ {town.code for town in plan_.towns})}


def _check(plan_: Plan) -> None:
    if not window_is_sound(plan_.window_from, plan_.window_to):
        raise Problem("window_reversed", pointer="/window_to")
    if not plan_.towns:
        raise Problem("no_towns", pointer="/towns")
    if any((t.county_id, t.level) != (plan_.county_id, RegionLevel.TOWN) for t in plan_.towns):
        raise not_found()  # a round belongs to one county (decision 10)
    _check_people(plan_)


def _check_people(plan_: Plan) -> None:
    if not plan_.inspectors or any(u.role != Role.INSPECTOR for u in plan_.inspectors):
        raise Problem("no_inspectors", pointer="/inspectors")
    if any(u.role != Role.SUPERVISOR or u.county_id != plan_.county_id for u in plan_.planners):
        raise not_found()
    if {u.town_id for u in plan_.inspectors} & {t.id for t in plan_.towns}:
        raise Problem("inspector_of_town", pointer="/inspectors")


def _members(plan_: Plan, viewer: Viewer) -> set[tuple[UUID | None, Part]]:
    """Each once in each part; whoever plans it is always a planner."""
    planners = {viewer.user_id, *(u.id for u in plan_.planners)}
    return {(user_id, Part.PLANNER) for user_id in planners} | {(u.id, Part.INSPECTOR) for u in plan_.inspectors}


def open_plan(round_: Round, at: datetime) -> None:
    """Inspectors see the plan from now on; an act, so that their feed carries it (decision 5)."""
    if round_.opened_at is None:
        round_.opened_at = at
        write(Act("round.open", round_.id), places.of_round(round_), SYSTEM, at)


def step_round(round_: Round, move: Move) -> Journal:
    """Apply one action of the table; a release discloses every confirmed point of all towns in this transaction.

    It waits for records on their way into the round, and is decided on what then stands there; whoever comes later
    finds it released (app/intake/vocabulary.py).
    """
    held(round_)
    event = advance(round_, ROUND, move, places.of_round(round_))
    if move.action == "release":
        _release(round_, move, event)
    return event


def _release(round_: Round, move: Move, event: Journal) -> None:
    """One act, all towns together, streams taken in a fixed order; each town's stream carries the round's head."""
    round_.released_at = move.at
    towns = sorted(t.town_id for t in round_.towns)
    hidden = [f for f in round_.findings if f.disclosed_at is None and f.state != FindingState.VOID]
    photos = slots_of(finding.id for finding in hidden)
    for town_id in towns:
        _tell(round_, town_id, move, event)
        for finding in hidden:
            if finding.town_id == town_id:
                disclose(finding, photos[finding.id], move.viewer, move.at)


def _tell(round_: Round, town_id: UUID, move: Move, event: Journal) -> None:
    act = Act("round.release", round_.id, {"round_head": event.hash, "round_seq": event.seq}, {"town_id": town_id})
    write(act, places.of_round_in_town(round_, town_id), move.viewer, move.at)
