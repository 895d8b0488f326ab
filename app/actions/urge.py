"""Urging (催办): the office presses for a point or an order; an act of its own in the town's log, which changes nothing else."""

from app.actions.advance import Move
from app.domain.calendar import local_day
from app.domain.problems import Problem
from app.models import Finding, Order


def urge(subject: Finding | Order, move: Move) -> None:
    """Once a day is enough; the words are what the town's people read on their phones."""
    if subject.urged_at is not None and local_day(subject.urged_at) == local_day(move.at):
        raise Problem("urged_today")
    subject.urged_at, subject.urged_for = move.at, move.note
