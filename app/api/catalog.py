"""GET /catalog: what a phone needs to record without signal — items, grades, phrases, towns; with an ETag."""

from hashlib import sha256

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.domain.people import Role
from app.queries.catalog import catalog_of

blueprint = Blueprint("catalog", __name__, url_prefix="/api/v1")


@blueprint.get("/catalog")
@endpoint(Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, Role.SUPERVISOR)
def catalog() -> Response:
    response: Response = jsonify(catalog_of(caller().viewer, current_app.extensions["config"].tianditu_key))
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
