"""Advance: the one function that applies a row of a workflow table, state and journal row in one breath."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from app.actions.journal import Act, Place, write
from app.domain.people import SYSTEM, Viewer
from app.domain.workflow import Ask, Workflow
from app.models import Approval, Finding, Journal, Order, Recheck, Round, SecondReview, TownRequest, Visit

S = TypeVar("S", bound=StrEnum)
Subject = Finding | Order | Round | Visit | TownRequest | Approval | Recheck | SecondReview


@dataclass(frozen=True)
class Move:
    """One step asked for: which action, by whom, when, with which words and choices."""

    action: str
    viewer: Viewer
    at: datetime
    note: str = ""
    choices: dict[str, Any] = field(default_factory=dict)


def advance(subject: Subject, workflow: Workflow[S], move: Move, place: Place, **body: Any) -> Journal:
    """Decide by the table, then enter the new state with its journal row; a refusal is a Problem."""
    return _enter(subject, decided(subject, workflow, move, move.viewer), move, place, {"noun": workflow.noun, **body})


def follow(subject: Subject, workflow: Workflow[S], move: Move, place: Place, **body: Any) -> Journal:
    """A step that follows from another act: decided as SYSTEM, journaled as the person whose act caused it."""
    return _enter(subject, decided(subject, workflow, move, SYSTEM), move, place, {"noun": workflow.noun, **body})


def decided(subject: Subject, workflow: Workflow[S], move: Move, decider: Viewer) -> S:
    """The state that this row of the table leads to."""
    state = type(workflow.initial)(subject.state)
    return workflow.decide(subject, state, move.action, decider, Ask(move.note)).target


def _enter(subject: Subject, target: StrEnum, move: Move, place: Place, body: dict[str, Any]) -> Journal:
    noun = body.pop("noun")
    said = {"note": move.note, **body} if move.note else body
    keys = {"town_id": getattr(subject, "town_id", None), f"{noun}_id": subject.id}
    act = Act(f"{noun}.{move.action}", subject.id, said, keys)
    return subject.enter(target, write(act, place, move.viewer, move.at))
