"""/m/ (手机端): the field app's page and its service worker, at the root of the worker's scope (decision 40)."""

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.built import built
from app.domain.people import Role
from app.pages.ways import lead_to

blueprint = Blueprint("field", __name__, url_prefix="/m")


@blueprint.get("/")
@endpoint(Role.NOBODY)
def page() -> Response:
    return _built("field.html")


@blueprint.get("/sw.js")
@endpoint(Role.NOBODY)
def worker() -> Response:
    return _built("sw.js")


@blueprint.post("/share")
@endpoint(Role.NOBODY)
def share() -> Response:
    """The worker takes shared photos; where there is none yet, the app opens and the gallery still has them."""
    return lead_to(url_for("field.page"))


def _built(name: str) -> Response:
    """Always asked for anew, answered 304 while unchanged: an update must not wait for a cache."""
    response = built(name)
    response.headers["Cache-Control"] = "no-cache"
    return response
