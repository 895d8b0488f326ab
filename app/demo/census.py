"""Census (清点): the demo is whole only if every state of every table is there."""

from collections import Counter
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from app.db import db
from app.domain.evidence import EvidenceState
from app.domain.finding import FindingState
from app.domain.order import OrderState
from app.domain.round import RoundState
from app.domain.visit import VisitState
from app.models import Evidence, Finding, Operation, Order, Photo, Recheck, Round, Score, SelfCheck, TownRequest, Visit

STATES: dict[type[Any], type[StrEnum]] = {
    Finding: FindingState,
    Order: OrderState,
    Round: RoundState,
    Visit: VisitState,
    Evidence: EvidenceState,
}


class NotEveryState(RuntimeError):
    """The story left a state out, or a step of it was kept instead of applied."""


def counts() -> dict[str, int]:
    """How many there are of what, for the line that the command prints."""
    found: dict[str, int] = {}
    for model, states in STATES.items():
        by_state = Counter(db.session.scalars(select(model.state)))
        missing = [state.value for state in states if not by_state[state]]
        if missing:
            raise NotEveryState(f"{model.__name__}: no {', '.join(missing)} ({dict(by_state)})")
        found[model.__name__.lower()] = by_state.total()
    return {
        **found,
        "request": _all(TownRequest),
        "self-check": _all(SelfCheck),
        "recheck": _all(Recheck),
        "photo": _all(Photo),
        "score": _all(Score),
        "kept": _kept(),
    }


def _all(model: type[Any]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def _kept() -> int:
    waiting = select(func.count()).select_from(Operation).where(Operation.verdict == "kept")
    return db.session.scalars(waiting).one()
