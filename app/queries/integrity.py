"""Integrity (完整性) to read: the last nights, and head files with their times."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from app.db import db
from app.models import HeadFile, NightlyCheck


def last_check() -> NightlyCheck | None:
    return db.session.scalars(select(NightlyCheck).order_by(NightlyCheck.day.desc()).limit(1)).one_or_none()


def check_of(day: date) -> NightlyCheck:
    """Held until the transaction ends."""
    held = select(NightlyCheck).where(NightlyCheck.day == day).with_for_update()
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def standing_files(doubted: Collection[int]) -> dict[int, datetime]:
    """All but those that were found not to hold."""
    rows = db.session.execute(select(HeadFile.n, HeadFile.at))
    return {n: at for n, at in rows if n not in doubted}
