"""GET /notices: what I am to hear of, newest first, in words; POST /notices/read: that I have read some or all of it."""

from typing import Any

from flask import current_app
from flask_smorest import Blueprint
from marshmallow import fields, validate

from app.access import endpoint
from app.actions.notice import mark_read
from app.api.findings import CASE_ROLES, page
from app.db import now
from app.domain.warning import Colour
from app.queries.notice_bodies import Body, notice_bodies
from app.queries.notices import count_unread, page_of_notices, unread
from app.schemas.base import Strict
from app.schemas.filters import NoticeFilter
from app.texts import say

blueprint = Blueprint("notices_api", __name__, url_prefix="/api/v1")
MOST = 500


class Read(Strict):
    ids = fields.List(fields.UUID(), load_default=None, allow_none=True, validate=validate.Length(max=MOST))


@blueprint.get("/notices")
@endpoint(*CASE_ROLES)
@blueprint.arguments(NoticeFilter, location="query")
def notices(wanted: dict[str, Any]) -> dict[str, Any]:
    rows = notice_bodies(page_of_notices(wanted))
    return {**page([_worded(body) for body in rows], wanted["limit"]), "unread": count_unread()}


def _worded(body: Body) -> Body:
    """The phone carries no words for acts: they change more often than it is updated."""
    says = f"w.notice.{body['act']}" if body["act"] else "d.notice.morning"
    told = body.pop("counts")
    counts = [_say(f"w.warned.{colour}", n=told[colour]) for colour in reversed(Colour) if told.get(colour)]
    warned = body.pop("warned")
    more = [_say(f"w.warning.{warned}")] if warned else counts
    return {**body, "says": _say(says), "more": " · ".join(more), "who": body["who"] or _say("w.role.system")}


def _say(key: str, **params: object) -> str:
    return say(key, current_app.config["LANGUAGE"], **params)


@blueprint.post("/notices/read")
@endpoint(*CASE_ROLES)
@blueprint.arguments(Read)
def read(sent: dict[str, Any]) -> dict[str, Any]:
    """Without ids: all. What is not mine is not there, and is passed over."""
    wanted = None if sent["ids"] is None else set(sent["ids"])
    mark_read([it for it in unread() if wanted is None or it.id in wanted], now())
    return {"unread": count_unread()}
