"""Deadlines (整改期限) of findings: every change is a row with its cause (decision 16)."""

from datetime import UTC, datetime

from app.actions import places
from app.actions.advance import Move
from app.actions.journal import Act, plan, write
from app.db import db
from app.domain import chance
from app.domain.deadline import Cause
from app.domain.reactions import PASS_BY
from app.models import DeadlineChange, Finding, Journal
from app.queries.clock import clock_of, soon_of


def start_clock(finding: Finding, move: Move, cause: Cause) -> Journal:
    return set_due(finding, clock_of(finding).started(move.at).due_at, move, cause)


def set_due(finding: Finding, due_at: datetime | None, move: Move, cause: Cause) -> Journal:
    """Change the deadline, write the row that says why and the act that vouches for it, and plan the moment it passes."""
    was, at = finding.due_at, move.at
    db.session.add(DeadlineChange(id=chance.new_id(), finding_id=finding.id, was=was, now=due_at, cause=cause, at=at))
    finding.due_at, finding.soon_at = due_at, soon_of(finding, due_at, at) if due_at else None
    db.session.flush()  # with its state, for the table wants both; and the stream's end, which the next act reads
    said = {"due_was": _said(was), "due_is": _said(due_at), "cause": cause}
    event = write(Act("finding.due", finding.id, said), places.of_finding(finding), move.viewer, at)
    if due_at is not None:
        plan(PASS_BY, finding.id, due_at, event)
    return event


def _said(due_at: datetime | None) -> str:
    return due_at.astimezone(UTC).isoformat() if due_at else ""
