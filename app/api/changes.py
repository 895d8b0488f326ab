"""GET /changes: what has changed for me since my cursor; a release adds, a withdrawal is a tombstone (decision 42)."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import fields, validate

from app import receipts
from app.access import caller, endpoint
from app.domain.people import Role
from app.domain.problems import Problem
from app.queries.changes import changes_since
from app.schemas.base import Strict

blueprint = Blueprint("changes", __name__, url_prefix="/api/v1")


class Since(Strict):
    cursor = fields.String(load_default="", validate=validate.Length(max=8000))
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 500))


@blueprint.get("/changes")
@endpoint(Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, Role.SUPERVISOR)
@blueprint.arguments(Since, location="query")
def changes(sent: dict[str, Any]) -> dict[str, Any]:
    secret = current_app.config["SECRET_KEY"]
    positions = receipts.open_cursor(secret, sent["cursor"]) if sent["cursor"] else {}
    if positions is None:
        raise Problem("filter_unknown", pointer="/cursor", name="cursor")
    found = changes_since(positions, sent["limit"], caller().viewer)
    return {"items": found.items, "cursor": receipts.seal_cursor(secret, found.positions), "more": found.more}
