"""Deadlines (到期): what happens when one passes; judged again under the row's lock, so that a race has one answer."""

from datetime import datetime, timedelta

from app.actions import places
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.journal import Act, plan, write
from app.actions.order import step_order
from app.domain.calendar import END_OF_DAY, moment
from app.domain.evidence import PHOTOS_WITHIN, EvidenceState
from app.domain.finding import FindingState, is_overdue
from app.domain.order import OrderState
from app.domain.people import SYSTEM
from app.domain.reactions import PASS_BY
from app.models import Finding, Order
from app.queries.by_id import maybe
from app.queries.finding_facts import is_told_overdue
from app.queries.set_based.settled import settled

JUST_AFTER = timedelta(seconds=1)


def pass_by(key: str, at: datetime) -> None:
    """A point's deadline has come: if it is overdue, the town's stream says so once.

    It waits for whoever began to write before the deadline: what they bring was received in time.
    """
    finding = maybe(Finding, key)
    if finding is None or finding.due_at is None:
        return
    if settled(at) < finding.due_at <= at:
        plan(PASS_BY, key, at + JUST_AFTER)
        return
    if is_overdue(FindingState(finding.state), finding.due_at, finding.in_time_pending(at), at):
        _say_overdue(finding, at)
        return
    for answer in finding.evidences:
        if answer.state == EvidenceState.WAITING and answer.judged_at(at) < finding.due_at:
            plan(PASS_BY, key, answer.received_at + PHOTOS_WITHIN + JUST_AFTER)  # unless its photos come


def _say_overdue(finding: Finding, at: datetime) -> None:
    """Once for each deadline."""
    if not is_told_overdue(finding):
        act = Act("finding.overdue", finding.id, {"due_at": finding.due_at}, {"town_id": finding.town_id})
        write(act, places.of_town(finding), SYSTEM, at)


def resume_by(key: str, at: datetime) -> None:
    """A suspension's day is over: the clock runs again. One that was resumed and suspended anew has a later day."""
    finding = maybe(Finding, key)
    if finding is None or finding.state != FindingState.SUSPENDED or finding.suspended_until is None:
        return
    if moment(finding.suspended_until, END_OF_DAY) <= at:
        step_finding(finding, Move("resume", SYSTEM, at))


def remind(key: str, at: datetime) -> None:
    """24 hours unsigned: a reminder in the town's stream."""
    order = maybe(Order, key)
    if order is not None and order.state == OrderState.ISSUED:
        write(Act("order.remind", order.id), places.of_town(order), SYSTEM, at)


def sign_for(key: str, at: datetime) -> None:
    """48 hours unsigned: SYSTEM signs, 未按时签收; deadlines do not move."""
    order = maybe(Order, key)
    if order is not None and order.state == OrderState.ISSUED:
        step_order(order, Move("sign", SYSTEM, at))
