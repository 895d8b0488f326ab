"""Look (深色、大字): kept on this device by a cookie that its script reads too; nothing else hangs on it."""

from flask import Blueprint, Response, request

from app.access import endpoint
from app.domain.people import Role
from app.pages.ways import lead_to, our_path

blueprint = Blueprint("look", __name__)
YEAR = 365 * 24 * 3600
THEMES = ("dark", "light")
TYPES = {"on": "large", "off": "plain"}


@blueprint.post("/look")
@endpoint(Role.NOBODY)
def save() -> Response:
    response = lead_to(our_path(request.form.get("back")))
    theme, large = request.form.get("theme"), request.form.get("large")
    if theme in THEMES:
        _keep(response, "xz_theme", theme)
    if large in TYPES:
        _keep(response, "xz_type", TYPES[large])
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", path="/", httponly=False)
