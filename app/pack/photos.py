"""Photos in a pack's records (证据包里的照片): what was declared, what the phone claims, and how far that can be believed."""

from datetime import datetime
from functools import partial

from flask import current_app

from app import receipts
from app.domain.trust import level_of, reasons_of
from app.domain.trust_facts import Reason
from app.models import Finding, Photo, PhotoClaim
from app.pack.contents import Contents, Record, clock, told
from app.queries.masks import hidden_in
from app.queries.photo_facts import bounds_of, known_of
from app.texts import say


def photos_of(
    photos: list[Photo], contents: Contents, finding: Finding | None, received_at: datetime | None
) -> list[Record]:
    """`received_at`: when the server first knew their hashes; None where that is hidden from the asker."""
    return [_photo(it, contents, finding, received_at) for it in photos]


def _photo(photo: Photo, contents: Contents, finding: Finding | None, received_at: datetime | None) -> Record:
    if photo.arrived_at is not None:
        contents.pictures.add(photo.sha256)
    record = {
        "sha256": photo.sha256,
        "role": photo.role,
        "slot": photo.slot,
        "arrived_at": told(photo.arrived_at),
        "arrows": photo.marks or [],
    }
    if hidden_in(photo.sha256):
        record["withheld"] = True  # redacted: a covered copy goes along, the bytes do not
    if photo.claim is not None:
        record["claim"] = _claim(photo.claim)
    if finding is not None and received_at is not None:
        record["trust"] = _trust(photo, finding, received_at)
    return record


def _claim(claim: PhotoClaim) -> Record:
    """Said by the phone, proven by nothing."""
    return {
        "taken_at": told(claim.taken_at),
        "source": claim.source,
        "position": claim.position,
        "direction": claim.direction,
        "original_sha256": claim.original_sha256,
        "original_bytes": claim.original_bytes,
        "metadata_sha256": claim.metadata_sha256,
    }


def _trust(photo: Photo, finding: Finding, received_at: datetime) -> Record | None:
    nonce_time = partial(receipts.nonce_time, current_app.config["SECRET_KEY"])
    known = known_of(photo, finding, received_at, nonce_time)
    if known is None:
        return None
    reasons = reasons_of(known, bounds_of(finding.county_id))
    return {"level": level_of(reasons).name.lower(), "reasons": [_reason(it) for it in reasons]}


def _reason(reason: Reason) -> Record:
    language = current_app.config["LANGUAGE"]
    params = {name: clock(it) if isinstance(it, datetime) else it for name, it in reason.params.items()}
    key = f"w.check.{reason.name}"
    said = {"name": say(key, language), "says": say(f"{key}.{reason.says}", language, **params)}
    return {**said, "trust": reason.trust.name.lower()}
