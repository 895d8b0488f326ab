"""Deadlines (整改期限) of findings: every change is a row with its cause (decision 16)."""

from datetime import datetime
from enum import StrEnum

from app.actions.journal import plan
from app.db import db
from app.domain import chance
from app.domain.deadline import Clock, Limit, LimitKind, limit_of
from app.domain.reactions import PASS_BY
from app.models import DeadlineChange, Finding, Journal
from app.queries.rules import calendar_of, item_of, limits_of


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


def clock_of(finding: Finding) -> Clock:
    """How the time of this point runs: its item's own limit, else its grade's, on its county's calendar."""
    item = item_of(finding.checklist_id, finding.item_code)
    own = None
    if item.limit_kind is not None and item.limit_value is not None:
        own = Limit(LimitKind(item.limit_kind), item.limit_value)
    limit = limit_of(finding.time_grade, own, limits_of(finding.county_id), red_line=finding.red_line)
    return Clock(limit, finding.red_line, calendar_of(finding.county_id))


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
