"""Deadlines (整改期限) of findings: every change is a row with its cause (decision 16)."""

from datetime import datetime
from enum import StrEnum

from app.actions.journal import plan
from app.db import db
from app.domain import chance
from app.domain.reactions import PASS_BY
from app.models import DeadlineChange, Finding, Journal
from app.queries.clock import clock_of


class Cause(StrEnum):
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    RETURN = "return"
    REBOUND = "rebound"
    CALENDAR = "calendar"
    GRADE = "grade"
    REASSIGNMENT = "reassignment"
    VOID = "void"


def start_clock(finding: Finding, at: datetime, cause: Cause, event: Journal | None = None) -> None:
    set_due(finding, clock_of(finding).started(at).due_at, at, cause, event)


def set_due(
    finding: Finding, due_at: datetime | None, at: datetime, cause: Cause, event: Journal | None = None
) -> None:
    """Change the deadline, write the row that says why, and plan the moment it passes."""
    db.session.add(
        DeadlineChange(id=chance.new_id(), finding_id=finding.id, was=finding.due_at, now=due_at, cause=cause, at=at)
    )
    finding.due_at = due_at
    if due_at is not None:
        plan(PASS_BY, finding.id, due_at, event)
