"""GET lists and single bodies of findings and orders, and a town's scores: keyset pages with filters."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import fields, validate

from app.access import caller, endpoint
from app.actions.second_review import note_look
from app.db import now
from app.domain.people import Role
from app.models import Finding, Order, Region
from app.queries.bodies import finding_body, order_body, score_body
from app.queries.by_id import one
from app.queries.findings import findings
from app.queries.orders import orders
from app.queries.scores import newest_scores
from app.schemas.base import Strict
from app.schemas.filters import FindingFilter, OrderFilter

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1")
CASE_ROLES = (Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, Role.SUPERVISOR, Role.LEADER)


class MonthFilter(Strict):
    month = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"\A20\d\d-(0[1-9]|1[0-2])\Z"))


@blueprint.get("/findings")
@endpoint(*CASE_ROLES)
@blueprint.arguments(FindingFilter, location="query")
def list_findings(wanted: dict[str, Any]) -> dict[str, Any]:
    rows = findings(wanted, now())
    return page([finding_body(f, caller().viewer) for f in rows], wanted["limit"])


@blueprint.get("/findings/<raw_id>")
@endpoint(*CASE_ROLES)
def one_finding(raw_id: str) -> dict[str, Any]:
    finding = one(Finding, raw_id)
    note_look(finding, caller().viewer, now())
    return finding_body(finding, caller().viewer)


@blueprint.get("/orders")
@endpoint(*CASE_ROLES)
@blueprint.arguments(OrderFilter, location="query")
def list_orders(wanted: dict[str, Any]) -> dict[str, Any]:
    return page([order_body(o, caller().viewer) for o in orders(wanted)], wanted["limit"])


@blueprint.get("/orders/<raw_id>")
@endpoint(*CASE_ROLES)
def one_order(raw_id: str) -> dict[str, Any]:
    return order_body(one(Order, raw_id), caller().viewer)


@blueprint.get("/towns/<raw_id>/scores")
@endpoint(Role.TOWN, Role.SUPERVISOR, Role.LEADER)
@blueprint.arguments(MonthFilter, location="query")
def town_scores(wanted: dict[str, Any], raw_id: str) -> dict[str, Any]:
    town = one(Region, raw_id)
    return {"items": [score_body(s, caller().viewer) for s in newest_scores(town.id, wanted["month"])]}


def page(items: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    """`next` is the id to ask `after`, or None on the last page."""
    shown = items[:limit]
    return {"items": shown, "next": shown[-1]["id"] if len(items) > limit else None}
