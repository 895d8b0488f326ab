"""Visits (现场检查): started and finished on the phone, recorded here with what the server knows beside the claims."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions import places
from app.actions.advance import Move, advance, follow
from app.actions.journal import Act, write
from app.db import db
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.domain.round import ROUND, RoundState
from app.domain.visit import VISIT
from app.models import Journal, Round, Visit, VisitDimension


@dataclass(frozen=True)
class Started:
    """What the phone says of a visit; `not_before` is the time of the last server nonce it had seen."""

    visit_id: UUID
    town_id: UUID
    started_at: datetime
    position: dict[str, Any] | None
    not_before: datetime | None


def start_visit(round_: Round, started: Started, viewer: Viewer, at: datetime) -> Journal:
    """Record the visit; the round's first visit puts it under way."""
    if not round_.covers(started.town_id) or not round_.has_inspector(viewer.user_id):
        raise Problem("town_not_in_round")
    if round_.state == RoundState.PLANNED:
        follow(round_, ROUND, Move("start", viewer, at), places.of_round(round_))
    visit = Visit(
        id=started.visit_id,
        county_id=round_.county_id,
        round_id=round_.id,
        town_id=started.town_id,
        inspector_id=viewer.user_id,
        started_at=started.started_at,
        started_after=started.not_before,
        received_at=at,
        position=started.position,
    )
    event = write(Act("visit.start", visit.id, {"town_id": str(visit.town_id)}), places.of_visit(visit), viewer, at)
    visit.enter(VISIT.initial, event)
    db.session.add(visit)
    return event


def finish_visit(visit: Visit, ended_at: datetime, looked: dict[str, str], move: Move) -> Journal:
    """Close the visit with what was looked at, per dimension."""
    event = advance(visit, VISIT, move, places.of_visit(visit), looked=_said(looked))
    visit.ended_at, visit.finished_at = ended_at, move.at
    db.session.add_all(VisitDimension(visit_id=visit.id, code=code, looked=value) for code, value in looked.items())
    return event


def _said(looked: dict[str, str]) -> str:
    return " ".join(f"{code}:{value}" for code, value in sorted(looked.items()))


def step_visit(visit: Visit, move: Move) -> Journal:
    """A step from the desk: finish a visit that a lost phone left open, or void it."""
    event = advance(visit, VISIT, move, places.of_visit(visit))
    if move.action == "finish":
        visit.finished_at = move.at
        visit.ended_at = visit.ended_at or move.at
    return event
