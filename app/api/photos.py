"""/photos and /receipts: which photos the caller has brought, the proof of it, and small pictures to look at."""

import json
from typing import Any

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.actions.access import note_opening
from app.db import now
from app.domain.people import Role
from app.domain.problems import not_found
from app.models import Photo
from app.queries.by_id import one
from app.queries.receipts import is_held, receipts_of_operations, receipts_of_photos
from app.schemas.receipt import ReceiptsAsked
from app.shown import shown
from app.shown import stamped as stamped_copy
from app.web import copy_to_keep, small_picture

blueprint = Blueprint("photos", __name__, url_prefix="/api/v1")

PHONES = (Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, Role.SUPERVISOR)
LARGE = 1600


@blueprint.route("/photos/<sha256>", methods=["HEAD"])
@endpoint(*PHONES, grant=True)
def have(sha256: str) -> Response:
    """204: the caller has brought it whole. 404: not, whoever else may have."""
    if not is_held(sha256):
        raise not_found()
    return make_response("", 204)


@blueprint.get("/photos/<raw_id>/<any('320', '1600'):size>")
@endpoint(*PHONES, Role.LEADER)
def show(raw_id: str, size: str) -> Response:
    """The upright picture without metadata, for those who see the photo's row; opening the large one is logged."""
    photo = one(Photo, raw_id)
    picture = shown(photo.sha256, int(size)) if photo.derived_at else None
    if picture is None:
        raise not_found()
    if int(size) == LARGE:
        note_opening("photo", photo.id, caller().viewer, now())
    return small_picture(picture.content, f"{photo.id}-{size}{picture.mark}")


@blueprint.get("/photos/<raw_id>/stamped")
@endpoint(*PHONES, Role.LEADER)
def stamped(raw_id: str) -> Response:
    """A copy to take away, with time, place, unit and code on it; not there before its point is told."""
    photo = one(Photo, raw_id)
    content = stamped_copy(photo)
    if content is None:
        raise not_found()
    note_opening("photo", photo.id, caller().viewer, now())
    return copy_to_keep(content, f"{photo.id}.jpg")


@blueprint.get("/receipts")
@endpoint(*PHONES, grant=True)
@blueprint.arguments(ReceiptsAsked, location="query")
def receipts(asked: dict[str, Any]) -> Response:
    """The first receipts, in a list; what the server has not got is not in it."""
    texts = receipts_of_operations(asked["op_id"], caller().viewer.user_id) + receipts_of_photos(asked["sha256"])
    answer: Response = jsonify([json.loads(text) for text in texts])
    return answer
