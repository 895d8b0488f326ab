"""Photos (照片): declared by an operation, arriving on their own; either may come first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.actions.journal import plan
from app.db import db
from app.domain import chance
from app.domain.evidence import PhotoOwner
from app.domain.reactions import DERIVE
from app.models import (
    BlobHolder,
    Evidence,
    Finding,
    Journal,
    Photo,
    PhotoClaim,
    Recheck,
    SelfCheck,
    TownRequest,
    Visit,
)

Owner = Finding | Evidence | Visit | TownRequest | SelfCheck | Recheck
COMPLETED = (PhotoOwner.EVIDENCE, PhotoOwner.SELFCHECK, PhotoOwner.RECHECK)  # what the last photo makes whole


@dataclass(frozen=True)
class Declared:
    """One photo as the phone's operation declares it; everything but slot, role, hash and marks is a claim."""

    sha256: str
    slot: int
    role: str
    taken_at: datetime
    source: str
    position: dict[str, Any] | None
    direction: float | None
    original_sha256: str
    original_bytes: int
    metadata_sha256: str | None
    exif: dict[str, Any]
    server_nonce: str | None = None
    marks: list[dict[str, Any]] = field(default_factory=list)


def declare(owner: Owner, kind: PhotoOwner, photos: Sequence[Declared], at: datetime) -> list[str]:
    """Make the slots; returns the hashes whose bytes have not been brought yet."""
    hashes = [p.sha256 for p in photos]
    brought = select(BlobHolder.sha256, BlobHolder.received_at).where(BlobHolder.sha256.in_(hashes))
    here = {row.sha256: row.received_at for row in db.session.execute(brought)}
    for declared in photos:
        db.session.add(_photo(owner, kind, declared, here.get(declared.sha256)))
        if declared.sha256 in here:
            plan(DERIVE, declared.sha256, at)
    return [h for h in dict.fromkeys(hashes) if h not in here]


def append(
    owner: Finding | Evidence,
    kind: PhotoOwner,
    photos: Sequence[Declared],
    came: Mapping[str, datetime],
    event: Journal,
) -> None:
    """Further slots for photos whose bytes have come."""
    for declared in photos:
        db.session.add(_photo(owner, kind, declared, came[declared.sha256]))
        plan(DERIVE, declared.sha256, event.at, event)


def behind(owner: Finding | Evidence, photos: Iterable[Declared]) -> list[Declared]:
    """The same in slots behind those that are there."""
    last = db.session.scalars(select(func.max(Photo.slot)).where(Photo.owner_id == owner.id)).one()
    first = 0 if last is None else last + 1
    return [replace(it, slot=slot) for slot, it in enumerate(sorted(photos, key=lambda it: it.slot), first)]


def _photo(owner: Owner, kind: PhotoOwner, declared: Declared, arrived_at: datetime | None) -> Photo:
    claim = PhotoClaim(
        taken_at=declared.taken_at,
        source=declared.source,
        position=declared.position,
        direction=declared.direction,
        original_sha256=declared.original_sha256,
        original_bytes=declared.original_bytes,
        metadata_sha256=declared.metadata_sha256,
        exif=declared.exif,
        server_nonce=declared.server_nonce,
    )
    return Photo(
        id=chance.new_id(),
        county_id=owner.county_id,
        owner_kind=kind,
        owner_id=owner.id,
        slot=declared.slot,
        role=declared.role,
        sha256=declared.sha256,
        arrived_at=arrived_at,
        marks=declared.marks or None,
        claim=claim,
    )


def as_declared(photo: Photo, role: str) -> Declared:
    """The same picture for another owner, with all that was claimed of it."""
    claim = db.session.get_one(PhotoClaim, photo.id)
    return Declared(
        sha256=photo.sha256,
        slot=photo.slot,
        role=role,
        taken_at=claim.taken_at,
        source=claim.source,
        position=claim.position,
        direction=claim.direction,
        original_sha256=claim.original_sha256,
        original_bytes=claim.original_bytes,
        metadata_sha256=claim.metadata_sha256,
        exif=claim.exif,
        server_nonce=claim.server_nonce,
        marks=photo.marks or [],
    )


def slots_of(owner_ids: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of each, all asked at once."""
    slots: dict[UUID, list[Photo]] = defaultdict(list)
    for photo in db.session.scalars(select(Photo).where(Photo.owner_id.in_(list(owner_ids))).order_by(Photo.slot)):
        slots[photo.owner_id].append(photo)
    return slots


def arrived(sha256: str, at: datetime) -> list[UUID]:
    """Its bytes are stored: fill every slot that waits for them; returns the answers, self-checks and rechecks that lack none."""
    waiting = db.session.scalars(select(Photo).where(Photo.sha256 == sha256, Photo.arrived_at.is_(None))).all()
    for photo in waiting:
        photo.arrived_at = at
    owners = {p.owner_id for p in waiting if p.owner_kind in COMPLETED}
    if not owners:
        return []
    db.session.flush()
    lacking = select(Photo.owner_id).where(Photo.owner_id.in_(owners), Photo.arrived_at.is_(None))
    return sorted(owners - set(db.session.scalars(lacking)))


def last_arrival(evidence: Evidence) -> datetime:
    """When the last of its photos had come."""
    latest = db.session.scalars(select(func.max(Photo.arrived_at)).where(Photo.owner_id == evidence.id)).one()
    return latest or evidence.received_at
