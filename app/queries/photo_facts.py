"""What is known of a photo (照片的已知事实): its claim, what its files say, and where its maker's other photos were taken."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.db import db
from app.domain.evidence import PhotoOwner, PhotoSource
from app.domain.file_says import editor, file_position, file_time, is_machine_made
from app.domain.place import Position
from app.domain.trust_facts import Bounds, Claimed, Known, Shot
from app.models import Evidence, FileReading, Finding, FindingOrigin, Photo, PhotoClaim
from app.models.base import lon_lat
from app.queries.rules import settings

NEAR_IN_TIME = timedelta(hours=12)
MOST_OTHERS = 20
USUAL = Bounds()  # 默认方案, where a region sets nothing
BOUNDS = {
    "trust_far_m": str(USUAL.far_m),
    "trust_accuracy_m": str(USUAL.accuracy_m),
    "trust_clock_minutes": str(USUAL.clock / timedelta(minutes=1)),
    "trust_speed_kmh": str(USUAL.speed_kmh),
}


def bounds_of(county_id: UUID) -> Bounds:
    said = {key: float(value) for key, value in settings(county_id, BOUNDS).items()}
    clock = timedelta(minutes=said["trust_clock_minutes"])
    return Bounds(said["trust_far_m"], said["trust_accuracy_m"], clock, said["trust_speed_kmh"])


def known_of(
    photo: Photo, finding: Finding, received_at: datetime, nonce_time: Callable[[str | None], datetime | None]
) -> Known | None:
    """None without a claim, which is hidden from most. `received_at`: when the server first knew the photo's hash."""
    claim = photo.claim
    if claim is None:
        return None
    fields, there = _file(photo, claim), lon_lat(finding.point)
    return Known(
        shot=shot_of(claim),
        source=PhotoSource(claim.source),
        received_at=received_at,
        not_before=nonce_time(claim.server_nonce),
        found_at=_found_at(finding) if photo.owner_kind == PhotoOwner.EVIDENCE else None,
        spot=Position(**there) if there else None,
        others=_others(photo, claim),
        file_time=file_time(fields),
        file_position=file_position(fields),
        editor=editor(fields),
        machine_made=is_machine_made(fields),
    )


def shot_of(claim: PhotoClaim) -> Shot:
    told = claim.position
    if told is None:
        return Shot(claim.taken_at, None)
    where = Position(float(told["lon"]), float(told["lat"]))
    return Shot(claim.taken_at, Claimed(where, float(told.get("accuracy_m") or 0), str(told.get("provider", ""))))


def _file(photo: Photo, claim: PhotoClaim) -> Mapping[str, Any]:
    """What the server read itself wins over what the phone said it read."""
    hashes = [it for it in (photo.sha256, claim.metadata_sha256, claim.original_sha256) if it]
    read = db.session.execute(select(FileReading.sha256, FileReading.fields).where(FileReading.sha256.in_(hashes)))
    by_hash = {row.sha256: row.fields for row in read}
    return {**claim.exif, **{name: value for it in hashes for name, value in by_hash.get(it, {}).items()}}


def _found_at(finding: Finding) -> datetime | None:
    """When the point was recorded, at the latest; hidden with its round."""
    origin = finding.origin
    return min(origin.made_at, origin.received_at) if origin else None


def _others(photo: Photo, claim: PhotoClaim) -> tuple[Shot, ...]:
    """Photos that the same person took with the camera around that time, the nearest first; only what the viewer sees."""
    maker = _maker(photo)
    if maker is None:
        return ()
    ago = func.abs(func.extract("epoch", PhotoClaim.taken_at - claim.taken_at))
    nearest = (
        select(PhotoClaim)
        .join(Photo, Photo.id == PhotoClaim.photo_id)
        .outerjoin(Evidence, Evidence.id == Photo.owner_id)
        .outerjoin(FindingOrigin, FindingOrigin.finding_id == Photo.owner_id)
        .where(
            func.coalesce(Evidence.submitted_by, FindingOrigin.recorded_by) == maker,
            PhotoClaim.photo_id != photo.id,
            PhotoClaim.source == PhotoSource.CAMERA,
            PhotoClaim.taken_at.between(claim.taken_at - NEAR_IN_TIME, claim.taken_at + NEAR_IN_TIME),
        )
        .order_by(ago)
        .limit(MOST_OTHERS)
    )
    return tuple(shot_of(other) for other in db.session.scalars(nearest))


def _maker(photo: Photo) -> UUID | None:
    answers = select(Evidence.submitted_by).where(Evidence.id == photo.owner_id)
    points = select(FindingOrigin.recorded_by).where(FindingOrigin.finding_id == photo.owner_id)
    return db.session.scalars(answers.union_all(points)).first()
