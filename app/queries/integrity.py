"""Integrity (完整性) to read: the last nights, what they go through, and head files with their times."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.domain.pack import PackState
from app.models import HeadFile, NightlyCheck, Pack, Photo


def last_check() -> NightlyCheck | None:
    return db.session.scalars(select(NightlyCheck).order_by(NightlyCheck.day.desc()).limit(1)).one_or_none()


def check_of(day: date) -> NightlyCheck:
    """Held until the transaction ends."""
    held = select(NightlyCheck).where(NightlyCheck.day == day).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def stamped_after(photo_id: UUID, most: int) -> Sequence[Photo]:
    """Photos with a stamped copy, by their ids."""
    stamped = select(Photo).where(Photo.stamped_at.is_not(None), Photo.id > photo_id)
    return db.session.scalars(stamped.order_by(Photo.id).limit(most)).all()


def photos_of(sha256: str) -> Sequence[Photo]:
    """That show these bytes."""
    return db.session.scalars(select(Photo).where(Photo.sha256 == sha256, Photo.arrived_at.is_not(None))).all()


def stamped_copies_of(sha256: str) -> Sequence[Photo]:
    return db.session.scalars(select(Photo).where(Photo.sha256 == sha256, Photo.stamped_at.is_not(None))).all()


def packs_after(pack_id: UUID, most: int) -> Sequence[Pack]:
    """Those that somebody may take, by their ids."""
    ready = select(Pack).where(Pack.state == PackState.READY, Pack.id > pack_id)
    return db.session.scalars(ready.order_by(Pack.id).limit(most)).all()


def standing_files(doubted: Collection[int]) -> dict[int, datetime]:
    """All but those that were found not to hold."""
    rows = db.session.execute(select(HeadFile.n, HeadFile.at))
    return {n: at for n, at in rows if n not in doubted}
