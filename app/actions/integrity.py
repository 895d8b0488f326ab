"""Integrity (完整性): what a check says of an original is noted beside it, and told in the journal when it gets worse."""

from datetime import datetime
from hashlib import sha256 as hash_of
from uuid import UUID

from sqlalchemy import select

from app.actions.journal import Act, Place, write
from app.db import db
from app.domain.journal import StreamKind
from app.domain.people import SYSTEM
from app.models import BlobCheck, BlobHolder, Print, User


def note_check(sha256: str, trouble: str | None, at: datetime) -> None:
    """A trouble is told once, when it comes; one that went and came again is told again."""
    row = db.session.get(BlobCheck, sha256) or BlobCheck(sha256=sha256)
    if trouble is not None and row.trouble != trouble:
        tell(sha256, trouble, at)
        row.since = at
    row.checked_at, row.trouble = at, trouble
    row.since = row.since if trouble else None
    db.session.add(row)


def tell(sha256: str, trouble: str, at: datetime) -> None:
    """To the administrators of each county whose people brought it; the hash says nothing of the round it was taken in."""
    counties = select(User.county_id).join(BlobHolder, BlobHolder.user_id == User.id).where(BlobHolder.sha256 == sha256)
    act = Act("blob.alarm", UUID(sha256[:32]), {"sha256": sha256, "trouble": trouble})
    for county_id in sorted({it for it in db.session.scalars(counties) if it}):
        write(act, Place(StreamKind.ACCOUNTS, county_id), SYSTEM, at)


def note_print(sha256: str, size: int, content: bytes) -> None:
    """What is served under that name from now on."""
    row = db.session.get(Print, (sha256, size)) or Print(sha256=sha256, size=size)
    row.digest = hash_of(content).hexdigest()
    db.session.add(row)
