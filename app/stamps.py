"""Stamps (水印): lines, code and public address of a photo, with the secret, the language and the origin of this deployment."""

from collections.abc import Sequence
from functools import partial

from flask import current_app

from app import receipts
from app.domain.stamp import Stamped, TimeSays, code_of, grouped, lines_of, time_says
from app.domain.trust import reasons_of
from app.models import Photo, PhotoClaim, Region
from app.queries.by_id import one
from app.queries.photo_facts import bounds_of, known_of, shot_of
from app.queries.stamp import Whose
from app.texts import say


def code_for(photo: Photo, claim: PhotoClaim) -> str:
    return code_of(current_app.config["SECRET_KEY"], photo.id, photo.sha256, claim.taken_at, shot_of(claim).place)


def printed(photo: Photo, claim: PhotoClaim, of: Whose) -> tuple[Sequence[str], TimeSays]:
    """The lines as they are printed, and where their time is from."""
    says, place, finding = _time_of(photo, claim, of), shot_of(claim).place, of.finding
    town = f"{one(Region, finding.county_id).name}{finding.town.name}"
    lines = lines_of(Stamped(photo.role, claim.taken_at, says, place, town, of.unit, code_for(photo, claim)))
    return [say(line.key, current_app.config["LANGUAGE"], **line.params) for line in lines], says


def _time_of(photo: Photo, claim: PhotoClaim, of: Whose) -> TimeSays:
    """By the same reasons that a reviewer reads."""
    nonce_time = partial(receipts.nonce_time, current_app.config["SECRET_KEY"])
    known = known_of(photo, of.finding, of.received_at, nonce_time)
    reasons = reasons_of(known, bounds_of(of.finding.county_id)) if known else ()
    return time_says(next((it for it in reasons if it.name == "time"), None), claim.source)


def address_of(code: str) -> str | None:
    """For the QR code; without a public origin nobody knows where the page can be reached."""
    origin: str = current_app.config["PUBLIC_ORIGIN"]
    return f"{origin.rstrip('/')}/v/{grouped(code)}" if origin else None
