"""Steps (流程动作): one form's or one message's step applied to a round, visit, finding, order, request, approval or second review, for both edges."""

from collections.abc import Callable
from typing import Any

from app.access import caller
from app.actions.advance import Move, Subject
from app.actions.approval import ask_for, step_approval
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.actions.recheck import step_recheck
from app.actions.request import step_request
from app.actions.round import step_round
from app.actions.second_review import step_second_review
from app.actions.visit import step_visit
from app.db import now
from app.domain.approval import APPROVAL
from app.domain.finding import FINDING
from app.domain.order import ORDER
from app.domain.problems import Problem
from app.domain.recheck import RECHECK
from app.domain.request import REQUEST
from app.domain.round import ROUND
from app.domain.second_review import SECOND_REVIEW
from app.domain.visit import VISIT
from app.domain.workflow import Workflow
from app.models import Approval, Finding, Journal, Order, Recheck, Round, SecondReview, TownRequest, Visit
from app.queries.approvals import needs_second
from app.queries.by_id import one

Steps = tuple[type[Any], Workflow[Any], Callable[[Any, Move], Journal]]
NOUNS: dict[str, Steps] = {
    "rounds": (Round, ROUND, step_round),
    "visits": (Visit, VISIT, step_visit),
    "findings": (Finding, FINDING, step_finding),
    "orders": (Order, ORDER, step_order),
    "requests": (TownRequest, REQUEST, step_request),
    "approvals": (Approval, APPROVAL, step_approval),
    "rechecks": (Recheck, RECHECK, step_recheck),
    "second-reviews": (SecondReview, SECOND_REVIEW, step_second_review),
}
CHOICES = ("repeat", "signed", "until", "unit_id", "duplicate_of", "item_code", "severity", "leader", "inspector_id")


def take_step(noun: str, raw_id: str, sent: dict[str, Any], if_match: str | None = None) -> Subject:
    """Role, then row, then version, then table: the order of decision 15."""
    model, workflow, apply = NOUNS[noun]
    viewer = caller().viewer
    if not workflow.may_ever(sent["action"], viewer.role):
        known = any(s.action == sent["action"] for s in workflow.steps)
        raise Problem("wrong_role", action=sent["action"]) if known else _no_such_step(noun, raw_id, sent["action"])
    subject = one(model, raw_id)
    wanted = _version(if_match) if sent.get("version") is None else sent["version"]  # 0 is a version too: a stale one
    if wanted is not None and wanted != subject.version:
        raise Problem("stale_version", version=subject.version)
    choices = {name: sent[name] for name in CHOICES if sent.get(name) is not None}
    move = Move(sent["action"], viewer, now(), sent.get("note", ""), choices)
    if needs_second(workflow.noun, move.action, subject):
        ask_for(subject, workflow.noun, move)
    else:
        apply(subject, move)
    return subject  # type: ignore[no-any-return]  # one of these nouns


def _no_such_step(noun: str, raw_id: str, action: str) -> Problem:
    subject = one(NOUNS[noun][0], raw_id)
    return Problem("step_not_in_table", noun=NOUNS[noun][1].noun, action=action, state=subject.state)


def _version(if_match: str | None) -> int | None:
    """The number in an If-Match header; a header we did not give is a stale one."""
    if if_match is None:
        return None
    digits = if_match.strip('W/"')
    return int(digits) if digits.isdigit() else -1
