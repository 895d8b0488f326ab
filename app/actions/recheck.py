"""Rechecks (复查): wanted by a draw or by a person, given to an inspector, dropped when there is nothing left to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.actions import places
from app.actions.advance import Move, advance, decided
from app.actions.journal import Act, plan, write
from app.db import db
from app.domain import chance
from app.domain.people import SYSTEM, Role, Viewer
from app.domain.problems import Problem
from app.domain.reactions import HAND
from app.domain.recheck import RECHECK, Why, look_by, look_soon, ripe_until, still_wanted, why_drawn, why_look
from app.models import Finding, Journal, Recheck, RecheckDraw, RecheckPlan, User
from app.queries.by_id import maybe
from app.queries.rechecks import last_draw, ripe, sampling_of, standing_of


@dataclass(frozen=True)
class Wish:
    """Why somebody is to look, and until when; `draw_id` where it was drawn."""

    why: Why
    look_by: date
    draw_id: UUID | None = None


def want(finding: Finding, wish: Wish, viewer: Viewer, at: datetime) -> Recheck:
    """Into the office's own stream: who answers the point is not warned."""
    recheck = Recheck(
        id=chance.new_id(),
        county_id=finding.county_id,
        town_id=finding.town_id,
        finding=finding,
        plan=RecheckPlan(
            why=wish.why,
            look_by=wish.look_by,
            draw_id=wish.draw_id,
            wanted_by=viewer.user_id,
            wanted_at=at,
        ),
    )
    said = {"finding_id": str(finding.id), "why": wish.why.value, "look_by": wish.look_by.isoformat()}
    recheck.enter(RECHECK.initial, write(Act("recheck.want", recheck.id, said), places.of_cases(finding), viewer, at))
    db.session.add(recheck)
    return recheck


def ask_for_look(finding: Finding, inspector_id: UUID | None, move: Move) -> Recheck:
    """By hand, of an answer that waits or a closed point; given at once where somebody was chosen."""
    why = why_look(finding.state)
    if why is None:
        raise Problem("recheck_nothing_to_see")
    if finding.disclosed_at is None:
        raise Problem("not_disclosed", n=1)
    if standing_of(finding.id) is not None:
        raise Problem("recheck_standing")
    wish = Wish(why, look_soon(why, move.at, sampling_of(finding.county_id)))
    recheck = want(finding, wish, move.viewer, move.at)
    db.session.flush()
    if inspector_id is not None:
        step_recheck(recheck, Move("give", move.viewer, move.at, move.note, {"inspector_id": inspector_id}))
    return recheck


def step_recheck(recheck: Recheck, move: Move) -> Journal:
    """Apply one action of the table that the desk may take."""
    if move.action == "give":
        return _give(recheck, move)
    event = advance(recheck, RECHECK, move, places.of_cases(recheck.finding))
    _tell(recheck, event)
    return event


def _give(recheck: Recheck, move: Move) -> Journal:
    """The one who had it has it no more."""
    decided(recheck, RECHECK, move, move.viewer)  # before it is asked for whom
    inspector = _inspector_for(recheck, move.choices.get("inspector_id"))
    event = advance(recheck, RECHECK, move, places.of_cases(recheck.finding), given_to=str(inspector.id))
    if recheck.plan is not None:
        _tell(recheck, event)
        recheck.plan.given_to = inspector.id
        _tell(recheck, event)
    return event


def _tell(recheck: Recheck, event: Journal) -> None:
    """Their own stream is not the office's to read: SYSTEM writes there what this means for them."""
    if recheck.given_to is not None:
        plan(HAND, f"{recheck.id}:{recheck.given_to}", event.at, event)


def hand(recheck: Recheck, user: User, at: datetime) -> None:
    """Of that person: theirs to look at from now on, or no longer."""
    holds = recheck.given_to == user.id and recheck.state == RECHECK.initial
    act = Act("recheck.hand", recheck.id) if holds else Act("recheck.take_back", recheck.id)
    write(act, places.of_person(user), SYSTEM, at)


def _inspector_for(recheck: Recheck, inspector_id: object) -> User:
    """Of the county, and not of the town that was put right: nobody looks at their own streets."""
    inspector = maybe(User, str(inspector_id)) if inspector_id else None
    if inspector is None or inspector.role != Role.INSPECTOR or inspector.county_id not in {recheck.county_id, None}:
        raise Problem("inspector_unknown", pointer="/inspector_id")
    if inspector.town_id == recheck.town_id:
        raise Problem("inspector_of_town", pointer="/inspector_id")
    return inspector


def drop_needless(finding: Finding, move: Move) -> None:
    """The point has moved on: what was to be looked at is no longer there."""
    recheck = standing_of(finding.id)
    if recheck is None or recheck.plan is None or still_wanted(recheck.plan.why, finding.state):
        return
    if recheck.state == RECHECK.initial:
        step_recheck(recheck, Move("drop", SYSTEM, move.at))


def draw_rechecks(county_id: UUID, at: datetime) -> Sequence[Recheck]:
    """Every point has its lot once after each closing, however long nobody drew; the act says the seed."""
    sampling = sampling_of(county_id)
    until, since = ripe_until(at, sampling), last_draw(county_id)
    points = ripe(county_id, since, until, at)
    seed = chance.new_seed()
    drawn = [(point, why) for point in points if (why := why_drawn(seed, point.finding.id, point.risk, sampling))]
    draw = RecheckDraw(id=chance.new_id(), county_id=county_id, until=until, seed=seed)
    draw.among, draw.drawn = len(points), len(drawn)
    db.session.add(draw)
    db.session.flush()
    said = {"seed": seed, "among": draw.among, "drawn": draw.drawn, "until": until.isoformat()}
    write(Act("recheck.draw", draw.id, said), places.of_county(county_id), SYSTEM, at)
    return [want(it.finding, Wish(why, look_by(it.closed_at, sampling), draw.id), SYSTEM, at) for it, why in drawn]
