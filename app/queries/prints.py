"""Prints (小图的指纹): what the bytes of a small picture must hash to."""

from sqlalchemy import select

from app.db import db
from app.models import Print


def digests_of(sha256: str) -> dict[int, str]:
    """By size; empty before they were made."""
    rows = db.session.execute(select(Print.size, Print.digest).where(Print.sha256 == sha256))
    return dict(rows.all())
