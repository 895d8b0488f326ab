"""Intake (收照片): a file that has come whole: checked, stored, told, held, whichever way it came."""

import re
from typing import IO

from flask import current_app

from app import receipts
from app.actions import upload as uploads
from app.config import Config
from app.db import db, now, viewer
from app.domain.problems import Problem
from app.models import Journal, Upload
from app.pictures import segments
from app.pictures.header import media_type_of
from app.storage import photo_store
from app.storage.faults import BytesDiffer, hash_of
from app.storage.spool import Spool, discard

DECLARED = re.compile(rf"\A(image/[a-z0-9.+-]{{1,24}}|{re.escape(segments.MEDIA_TYPE)})\Z")


def bearable(media_type: str, size: int) -> None:
    """What may be begun at all; the type is a hint only (image/heic, image/heif …): the content decides."""
    if size > (segments.MOST if media_type == segments.MEDIA_TYPE else _config().max_photo):
        raise Problem("body_too_large")
    if size == 0 or not DECLARED.match(media_type):
        raise Problem("not_an_image")


def finish(upload: Upload, spool: Spool) -> str:
    """Whole: checked, stored, told, held, in this order; returns the receipt, which is made of what the journal says."""
    known = uploads.receipt_of(upload.sha256)
    if known is not None:
        spool.drop()
        return known
    media_type = _kept(upload, spool)
    bringer, at = viewer(), now()
    event = uploads.arrive(upload, media_type, bringer, at)
    receipt = uploads.hold(upload.sha256, _receipt(upload, event), bringer, at)
    spool.drop()
    return receipt


def _kept(upload: Upload, spool: Spool) -> str:
    """In the store, if it is a picture of bearable size, or segments, of the declared hash; else the upload is gone."""
    try:
        media_type = _type_by_content(upload.media_type, spool.file)
    except Problem as refusal:  # what was changed on the way is sent again; what is no picture is not
        whole = hash_of(spool.file) == upload.sha256
        raise given_up(upload, refusal.code if whole else "bytes_differ") from refusal
    try:
        photo_store().keep(upload.sha256, spool.file)
    except BytesDiffer as other:
        raise given_up(upload, "bytes_differ") from other
    return media_type


def _type_by_content(declared: str, file: IO[bytes]) -> str:
    file.seek(0)
    if declared != segments.MEDIA_TYPE:
        return media_type_of(file, _config().max_pixels)
    segments.check_segments(file)
    return declared


def _receipt(upload: Upload, event: Journal) -> str:
    secret = current_app.config["SECRET_KEY"]
    return receipts.receipt(secret, event, body_sha256=upload.sha256, bytes=upload.size)


def given_up(upload: Upload, code: str) -> Problem:
    """Forgotten for good, although the answer is a refusal."""
    forget(upload)
    db.session.commit()
    return Problem(code)


def forget(upload: Upload) -> None:
    discard(photo_store().spool, str(upload.id))
    db.session.delete(upload)


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config
