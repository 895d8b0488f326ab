"""POST /{rounds|findings|orders|visits}/{id}/steps: apply one row of a workflow table; the only way states move."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.actions.advance import Move, Subject
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.actions.round import step_round
from app.actions.visit import step_visit
from app.db import db, now
from app.domain.finding import FINDING
from app.domain.order import ORDER
from app.domain.people import PEOPLE
from app.domain.problems import Problem
from app.domain.round import ROUND
from app.domain.visit import VISIT
from app.domain.workflow import Workflow
from app.models import Finding, Journal, Order, Round, Visit
from app.queries.bodies import body_of
from app.queries.by_id import one
from app.schemas.step import StepIn

blueprint = Blueprint("steps", __name__, url_prefix="/api/v1")

Steps = tuple[type[Any], Workflow[Any], Callable[[Any, Move], Journal]]
NOUNS: dict[str, Steps] = {
    "rounds": (Round, ROUND, step_round),
    "visits": (Visit, VISIT, step_visit),
    "findings": (Finding, FINDING, step_finding),
    "orders": (Order, ORDER, step_order),
}
CHOICES = ("repeat", "signed")


@blueprint.post("/<any(rounds, visits, findings, orders):noun>/<raw_id>/steps")
@endpoint(*PEOPLE)
@blueprint.arguments(StepIn)
def step(sent: dict[str, Any], noun: str, raw_id: str) -> dict[str, Any]:
    """The subject's new body, with what the caller may do next."""
    subject = take_step(noun, raw_id, sent, request.if_match.to_header() or None)
    db.session.flush()
    return body_of(subject, caller().viewer)


def take_step(noun: str, raw_id: str, sent: dict[str, Any], if_match: str | None = None) -> Subject:
    """Role, then row, then version, then table: the order of decision 15. Both edges come here."""
    model, workflow, apply = NOUNS[noun]
    viewer = caller().viewer
    if not workflow.may_ever(sent["action"], viewer.role):
        known = any(s.action == sent["action"] for s in workflow.steps)
        raise Problem("wrong_role", action=sent["action"]) if known else _no_such_step(noun, raw_id, sent["action"])
    subject = one(model, raw_id)
    wanted = sent.get("version") or _version(if_match)
    if wanted is not None and wanted != subject.version:
        raise Problem("stale_version", version=subject.version)
    choices = {name: sent[name] for name in CHOICES if sent.get(name) is not None}
    apply(subject, Move(sent["action"], viewer, now(), sent.get("note", ""), choices))
    return subject  # type: ignore[no-any-return]  # one of the four nouns


def _no_such_step(noun: str, raw_id: str, action: str) -> Problem:
    subject = one(NOUNS[noun][0], raw_id)
    return Problem("step_not_in_table", noun=NOUNS[noun][1].noun, action=action, state=subject.state)


def _version(if_match: str | None) -> int | None:
    """The number in an If-Match header; a header we did not give is a stale one."""
    if if_match is None:
        return None
    digits = if_match.strip('W/"')
    return int(digits) if digits.isdigit() else -1
