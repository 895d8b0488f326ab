"""Approvals (双人复核): asked for by one person, made by another; the act is journaled as the second person's."""

from collections.abc import Callable
from typing import Any

from app.actions import places
from app.actions.advance import Move, advance, decided
from app.actions.finding import step_finding
from app.actions.journal import Act, write
from app.actions.listing import leader_given
from app.actions.order import step_order
from app.actions.round import step_round
from app.db import db
from app.domain import chance
from app.domain.approval import APPROVAL
from app.domain.finding import FINDING
from app.domain.order import ORDER
from app.domain.problems import Problem
from app.domain.round import ROUND
from app.domain.workflow import Workflow
from app.models import Approval, Finding, Journal, Order, Round
from app.queries.approvals import waiting_for
from app.queries.by_id import one

Subject = Finding | Order | Round
STEPS: dict[str, tuple[type[Subject], Workflow[Any], Callable[..., Journal]]] = {
    "finding": (Finding, FINDING, step_finding),
    "order": (Order, ORDER, step_order),
    "round": (Round, ROUND, step_round),
}


def ask_for(subject: Subject, noun: str, move: Move) -> Journal:
    """The act must be possible for who asks; nothing of it happens yet."""
    decided(subject, STEPS[noun][1], move, move.viewer)
    CHOSEN.get(f"{noun}.{move.action}", _nothing_chosen)(move)
    if waiting_for(subject.id, move.action) is not None:
        raise Problem("approval_open")
    approval = Approval(
        id=chance.new_id(),
        county_id=subject.county_id,
        noun=noun,
        subject_id=subject.id,
        action=move.action,
        note=move.note,
        choices={name: str(value) for name, value in move.choices.items()},
        asked_by=move.viewer.user_id,
        person_key=move.viewer.person_key,
        asked_at=move.at,
    )
    said = {**_about(noun, subject, move.action), "note": move.note}
    event = write(Act("approval.ask", approval.id, said), places.of_approval(subject), move.viewer, move.at)
    approval.enter(APPROVAL.initial, event)
    db.session.add(approval)
    db.session.flush()
    return event


def _nothing_chosen(_move: Move) -> None:
    """Words are all it wants."""


CHOSEN: dict[str, Callable[[Move], object]] = {"order.list": leader_given}


def step_approval(approval: Approval, move: Move) -> Journal:
    """Apply one action of the table; granting makes the act, as it is possible now and for who grants."""
    model, _, step = STEPS[approval.noun]
    subject = one(model, approval.subject_id)
    said = _about(approval.noun, subject, approval.action)
    event = advance(approval, APPROVAL, move, places.of_approval(subject), **said)
    approval.decided_by, approval.decided_at, approval.why = move.viewer.user_id, move.at, move.note
    db.session.flush()
    if move.action == "grant":
        step(subject, Move(approval.action, move.viewer, move.at, approval.note, dict(approval.choices)))
    return event


def _about(noun: str, subject: Subject, action: str) -> dict[str, str]:
    return {"asked": f"{noun}.{action}", "about": str(subject.id)}
