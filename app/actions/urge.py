"""Urging (催办): the office presses for a point or an order; an act of its own in the town's log, which changes nothing else."""

from app.actions.advance import Move
from app.domain.urge import urge_refusal
from app.models import Finding, Order


def urge(subject: Finding | Order, move: Move) -> None:
    """The words are what the town's people read on their phones."""
    problem = urge_refusal(subject.urged_at, move.at)
    if problem is not None:
        raise problem
    subject.urged_at, subject.urged_for = move.at, move.note
