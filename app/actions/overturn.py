"""Overturning (改判): what becomes of a point whose first decision a third person found wrong after a blind second review."""

from datetime import datetime

from app.actions import order as orders
from app.actions import places, review
from app.actions.advance import Move, follow
from app.actions.deadline import set_due
from app.actions.recheck import drop_needless
from app.db import db
from app.domain.deadline import Cause
from app.domain.evidence import Verdict
from app.domain.finding import FINDING
from app.models import Evidence, Finding
from app.queries.clock import clock_of
from app.queries.finding_facts import deadline_changes


def unpass(finding: Finding, evidence: Evidence, move: Move) -> None:
    """As a return at this moment (decision 16): no rebound, for nothing came back; its order opens as by one."""
    with db.session.no_autoflush:  # state and closing time reach the table together: its CHECK wants both
        follow(finding, FINDING, _of(move, "unpass"), places.of_town(finding), evidence=str(evidence.id))
        finding.closed_at, finding.rework_count = None, finding.rework_count + 1
    review.overturn(evidence, Verdict.RETURN, move)
    if finding.due_at is not None:
        due = clock_of(finding).returned(finding.due_at, evidence.counts_at, move.at).due_at
        _correct(finding, due, move)
    orders.reopen(finding.order, move)
    drop_needless(finding, move)


def unreturn(finding: Finding, evidence: Evidence, move: Move) -> None:
    """Closed now; the answer is judged by the deadline that held when it was returned, and the rework never was."""
    due = _before_the_return(finding, evidence)
    with db.session.no_autoflush:
        follow(finding, FINDING, _of(move, "unreturn"), places.of_town(finding), evidence=str(evidence.id))
        finding.closed_at, finding.rework_count = move.at, finding.rework_count - 1
        finding.stopped_at = finding.suspended_until = None
    review.overturn(evidence, Verdict.PASS, move)
    _correct(finding, due, move)
    orders.settle(finding.order, move)


def _of(move: Move, action: str) -> Move:
    """The town reads the third person's words, as it reads those of any decision."""
    return Move(action, move.viewer, move.at, move.note)


def _correct(finding: Finding, due: datetime | None, move: Move) -> None:
    if due != finding.due_at:
        set_due(finding, due, move, Cause.OVERTURN)


def _before_the_return(finding: Finding, evidence: Evidence) -> datetime | None:
    """What came later, be it the return's own respite or an extension, makes no late answer one in time."""
    returned_at = evidence.reviews[0].reviewed_at
    for change in deadline_changes(finding):
        if change.at == returned_at and change.cause == Cause.RETURN:
            return change.was
        if change.at <= returned_at:
            return change.now
    return finding.due_at
