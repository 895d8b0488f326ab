"""Notices (消息): made once per person and event, however often a worker tries; read when the person says so."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.domain import chance
from app.domain.warning import Colour
from app.models import Journal, Notice, User


def tell(user: User, row: Journal) -> None:
    """Of an act: its words stay in the journal."""
    _once(user, f"act:{row.id}", row.at, journal_id=row.id, told={})


def tell_morning(user: User, day: date, counts: dict[Colour, int], at: datetime) -> None:
    """Of what stands this morning."""
    told = {colour.value: counts.get(colour, 0) for colour in Colour}
    _once(user, f"morning:{day}", at, journal_id=None, told=told)


def _once(user: User, key: str, at: datetime, **more: object) -> None:
    row = {"id": chance.new_id(), "user_id": user.id, "key": key, "at": at, **more}
    db.session.execute(insert(Notice).values(**row).on_conflict_do_nothing())


def mark_read(notices: Sequence[Notice], at: datetime) -> None:
    for notice in notices:
        notice.read_at = notice.read_at or at
