"""Metadata (元数据): what a file says of itself is read once, when its bytes have come."""

from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.models import Blob, FileReading
from app.pictures.metadata import metadata_of
from app.storage import photo_store


def read(key: str, at: datetime) -> None:
    """Of a photo as it was sent, of its segments, or of the untouched original: whatever has that hash."""
    media_type = db.session.scalars(select(Blob.media_type).where(Blob.sha256 == key)).one_or_none()
    if media_type is None or db.session.get(FileReading, key) is not None:
        return
    fields = metadata_of(photo_store().original(key), media_type)
    db.session.add(FileReading(sha256=key, read_at=at, fields=fields))
