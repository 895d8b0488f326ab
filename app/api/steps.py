"""POST /{rounds|findings|orders|visits|requests|approvals|rechecks|second-reviews}/{id}/steps: apply one row of a workflow table; the only way states move."""

from typing import Any

from flask import request
from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.db import db
from app.domain.people import PEOPLE
from app.queries.approvals import approvals_of
from app.queries.bodies import body_of
from app.schemas.step import StepIn
from app.steps import take_step

blueprint = Blueprint("steps", __name__, url_prefix="/api/v1")


@blueprint.post(
    "/<any(rounds, visits, findings, orders, requests, approvals, rechecks, 'second-reviews'):noun>/<raw_id>/steps"
)
@endpoint(*PEOPLE)
@blueprint.arguments(StepIn)
def step(sent: dict[str, Any], noun: str, raw_id: str) -> dict[str, Any]:
    """The subject's new body, with what the caller may do next; an act that waits for a second person is named there."""
    subject = take_step(noun, raw_id, sent, request.if_match.to_header() or None)
    db.session.flush()
    waits = [it.action for it in approvals_of(subject.id)]
    return {**body_of(subject, caller().viewer), **({"waits_for_second": waits} if waits else {})}
