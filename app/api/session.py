"""/session and /me: signing in gives two keys, a session and (to a phone) a device grant (decision 36)."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint

from app.access import SESSION_COOKIE, caller, cookie, cookie_name, endpoint
from app.actions import account as accounts
from app.db import now
from app.domain.people import PEOPLE, Role, Viewer
from app.limits import limiter
from app.models import Region, Unit, User
from app.queries.by_id import one
from app.schemas.session import PasswordIn, SessionOut, SignInIn
from app.sign_in import admit, keep_cookies, own_account

blueprint = Blueprint("session", __name__, url_prefix="/api/v1")


@blueprint.post("/session")
@limiter.limit("30 per minute")
@endpoint(Role.NOBODY)
@blueprint.arguments(SignInIn)
def sign_in(sent: dict[str, Any]) -> Response:
    """Sign in: sets the cookies, answers the CSRF token, the user and the queue key."""
    account, signed_in = admit(sent["account"], sent["password"], sent["device_id"])
    viewer = account.viewer
    body = _opened(viewer, signed_in.csrf_token, sent["device_id"], account.must_change)
    return keep_cookies(make_response(jsonify(body)), signed_in)


@blueprint.delete("/session")
@endpoint(*PEOPLE, before_change=True)
def sign_out() -> Response:
    accounts.close_session(cookie(SESSION_COOKIE) or "", now())
    response = make_response("", 204)
    response.delete_cookie(cookie_name(SESSION_COOKIE), path="/")
    return response


@blueprint.get("/me")
@endpoint(*PEOPLE, before_change=True)
@blueprint.response(200, SessionOut)
def me() -> dict[str, Any]:
    who = caller()
    return _opened(who.viewer, who.csrf_token, who.device_id, who.must_change)


def _opened(viewer: Viewer, csrf_token: str | None, device_id: UUID | None, must_change: bool) -> dict[str, Any]:
    """What an open session is told. A phone gets its queue's key again: it may have been updated under the session."""
    body: dict[str, Any] = {"csrf_token": csrf_token, "user": described(viewer)}
    if device_id is not None:
        body["queue_key"] = accounts.queue_key(viewer, device_id, now())
    if must_change:
        body["next"] = "change_password"
    return body


@blueprint.post("/password")
@endpoint(*PEOPLE, before_change=True)
@blueprint.arguments(PasswordIn)
def change_password(sent: dict[str, Any]) -> Response:
    accounts.change_password(own_account(caller()), sent["password"], sent["new_password"])
    return make_response("", 204)


def described(viewer: Viewer) -> dict[str, Any]:
    """Who I am, for the phone: role, unit and the place I belong to."""
    user = one(User, str(viewer.user_id))
    unit = one(Unit, user.unit_id)
    place = one(Region, viewer.town_id or viewer.county_id or unit.region_id)
    return {
        "id": str(user.id),
        "role": user.role,
        "name": user.name,
        "unit": {"id": str(unit.id), "name": unit.name},
        "place": {"id": str(place.id), "name": place.name, "level": place.level},
    }
