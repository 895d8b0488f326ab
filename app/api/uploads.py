"""/uploads: photos by tus 1.0.0 — resumable inside the file, checked as a whole, with a receipt at the end.

A part is received in three steps: the upload is looked up and its transaction ended, so that a slow phone
holds nothing; the bytes go to the spool; then, under lock, the offset moves. The request decodes no picture.
"""

from collections.abc import Callable

from flask import Response, current_app, make_response, request, url_for
from flask_smorest import Blueprint

from app.access import caller, endpoint
from app.actions import upload as uploads
from app.api import tus
from app.config import Config
from app.db import db, now
from app.domain.people import Role
from app.domain.problems import Problem, not_found
from app.intake.files import bearable, finish, forget, given_up
from app.models import Upload
from app.queries.by_id import one
from app.storage import photo_store
from app.storage.spool import Spool, SpoolLost, has, on_disk

blueprint = Blueprint("uploads", __name__, url_prefix="/api/v1")
blueprint.after_request(tus.dress)

PHONES = (Role.INSPECTOR, Role.TOWN, Role.DEPARTMENT, Role.SUPERVISOR)


@blueprint.route("/uploads", methods=["OPTIONS"])
@endpoint(Role.NOBODY)
def about() -> Response:
    """What of tus is spoken here."""
    told = {"Tus-Version": tus.VERSION, "Tus-Extension": tus.EXTENSIONS, "Tus-Max-Size": str(_config().max_photo)}
    return make_response("", 204, told)


@blueprint.route("/uploads", methods=["POST"])
@endpoint(*PHONES, grant=True)
def create() -> Response:
    """Begin an upload. What the phone may skip, `HEAD /photos/{sha256}` tells."""
    tus.speak()
    sha256, media_type = tus.metadata()
    size = tus.number("Upload-Length")
    bearable(media_type, size)
    upload = uploads.begin(sha256, media_type, size, caller().viewer, now())
    response = _standing(upload, 201)
    response.headers["Location"] = url_for("uploads.one_upload", raw_id=upload.id)
    return response


@blueprint.route("/uploads/<raw_id>", methods=["HEAD", "PATCH", "DELETE", "POST"])
@endpoint(*PHONES, grant=True)
def one_upload(raw_id: str) -> Response:
    """Ask where it stands, send a part, or end it. Where only POST gets through, X-HTTP-Method-Override says which."""
    tus.speak()
    method = METHODS.get(request.headers.get("X-HTTP-Method-Override", request.method).upper())
    if method is None:
        raise Problem("upload_header", header="X-HTTP-Method-Override")
    return method(raw_id)


def _where(raw_id: str) -> Response:
    """How many bytes are safe; for a whole one, its receipt again."""
    upload = _going_on(raw_id)
    if upload.received < upload.size and not has(photo_store().spool, str(upload.id), upload.received):
        raise given_up(upload, "upload_gone")
    _count_what_came(upload)
    response = _standing(upload, 200)
    response.headers["Upload-Length"] = str(upload.size)
    response.headers["Upload-Metadata"] = tus.metadata_header(upload.sha256, upload.media_type)
    return response


def _count_what_came(upload: Upload) -> None:
    """A phone asks because its line broke; here that may not be known yet. What came counts, or a thin line begins anew.

    The last byte is left to a part, which ends the upload.
    """
    came = min(on_disk(photo_store().spool, str(upload.id)), upload.size - 1)
    if not upload.received < came:
        return
    with Spool.open(photo_store().spool, str(upload.id), came) as spool:
        spool.settle()
        current = uploads.locked(upload.id, upload.sha256)
        if current is not None:
            current.received = max(came, current.received)


def _receive(raw_id: str) -> Response:
    """A part. The last one answers with the receipt, after everything is stored and committed."""
    request.max_content_length = _config().max_photo
    if request.mimetype != tus.PART:
        raise Problem("chunk_type")
    offset = tus.number("Upload-Offset")
    upload = _going_on(raw_id)
    _fits(upload, offset)
    with _spool_of(upload) as spool:
        room, key, sha256 = upload.size - offset, upload.id, upload.sha256
        db.session.commit()  # nothing is held while a slow phone sends
        taken = spool.take(tus.chunks(room), offset)
        return _advanced(uploads.locked(key, sha256), spool, offset, taken)


def _end(raw_id: str) -> Response:
    """A photo that was whole stays."""
    forget(one(Upload, raw_id))
    return make_response("", 204)


METHODS: dict[str, Callable[[str], Response]] = {"HEAD": _where, "PATCH": _receive, "DELETE": _end}


def _going_on(raw_id: str) -> Upload:
    """The caller's own upload; a foreign one is not there, an expired one is gone."""
    upload = one(Upload, raw_id)
    if upload.expires_at <= now():
        raise Problem("upload_gone")
    return upload


def _fits(upload: Upload, offset: int) -> None:
    if offset != upload.received or upload.received == upload.size:
        raise Problem("offset_differs")
    if (request.content_length or 0) > upload.size - offset:
        raise Problem("body_too_large")


def _spool_of(upload: Upload) -> Spool:
    """Its bytes so far; an upload whose bytes are lost is forgotten, and the phone begins anew."""
    try:
        return Spool.open(photo_store().spool, str(upload.id), upload.received)
    except SpoolLost as lost:
        raise given_up(upload, "upload_gone") from lost


def _advanced(upload: Upload | None, spool: Spool, offset: int, taken: int) -> Response:
    """Under lock: what another connection did meanwhile stands, and this one is told to ask again."""
    if upload is None:
        raise not_found()
    if upload.received != offset or not spool.still_ours():
        raise Problem("offset_differs")
    upload.received = offset + taken
    receipt = finish(upload, spool) if upload.received == upload.size else None
    return _standing(upload, 204, receipt)


def _standing(upload: Upload, status: int, receipt: str | None = None) -> Response:
    """Where the upload stands, as tus wants it told; with its receipt once it is whole."""
    response = make_response("", status)
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Expires"] = tus.instant(upload.expires_at)
    response.headers["Cache-Control"] = "no-store"
    if receipt is None and upload.received == upload.size:
        receipt = uploads.receipt_of(upload.sha256)
    if receipt is not None:
        response.headers["Xunzhen-Receipt"] = receipt
    return response


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config
