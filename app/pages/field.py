"""/m/ (手机端): the field app's page and its service worker, at the root of the worker's scope (decision 40)."""

from flask import Blueprint, Response, current_app, send_from_directory

from app.access import endpoint
from app.domain.people import Role

blueprint = Blueprint("field", __name__, url_prefix="/m")


@blueprint.get("/")
@endpoint(Role.NOBODY)
def page() -> Response:
    return _built("field.html")


@blueprint.get("/sw.js")
@endpoint(Role.NOBODY)
def worker() -> Response:
    return _built("sw.js")


def _built(name: str) -> Response:
    """Always asked for anew, answered 304 while unchanged: an update must not wait for a cache."""
    response = send_from_directory(str(current_app.static_folder), name)
    response.headers["Cache-Control"] = "no-cache"
    return response
