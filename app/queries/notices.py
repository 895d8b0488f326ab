"""Notices (消息) of whoever looks: newest first, with the act each speaks of as far as it may still be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from app.db import db
from app.domain.problems import Problem
from app.models import Journal, Notice
from app.queries.by_id import maybe
from app.queries.events import Happening, happenings
from app.queries.subjects import Key, Named, named


def page_of_notices(wanted: dict[str, Any]) -> list[Notice]:
    """One page; one row more than `limit` tells that there is a next one. `after` is the last one seen."""
    statement = select(Notice).order_by(Notice.at.desc(), Notice.id.desc())
    if wanted.get("unread") is not None:
        statement = statement.where(Notice.read_at.is_(None) == wanted["unread"])
    if wanted.get("after"):
        last = maybe(Notice, wanted["after"])
        if last is None:
            raise Problem("filter_unknown", pointer="/after", name="after")
        statement = statement.where(tuple_(Notice.at, Notice.id) < tuple_(last.at, last.id))
    return list(db.session.scalars(statement.limit(wanted["limit"] + 1)))


def count_unread() -> int:
    return db.session.scalars(select(func.count(Notice.id)).where(Notice.read_at.is_(None))).one()


def unread() -> Sequence[Notice]:
    return db.session.scalars(select(Notice).where(Notice.read_at.is_(None))).all()


@dataclass(frozen=True)
class Heard:
    """A notice with its act and what that speaks of; both none for a morning's count, or where they may no longer be seen."""

    notice: Notice
    act: Happening | None
    about: Named | None


def heard(notices: Sequence[Notice]) -> list[Heard]:
    """As the page and the phone both put it together."""
    ids = {notice.journal_id for notice in notices if notice.journal_id}
    rows = db.session.scalars(select(Journal).where(Journal.id.in_(ids))).all() if ids else []
    acts: dict[UUID | None, Happening] = {row.id: it for row, it in zip(rows, happenings(rows), strict=True)}
    about: dict[UUID | None, Key] = {row.id: (row.noun, row.subject_id) for row in rows}
    subjects = named(about.values())
    return [Heard(it, acts.get(it.journal_id), _about(about.get(it.journal_id), subjects)) for it in notices]


def _about(key: Key | None, subjects: dict[Key, Named]) -> Named | None:
    return subjects.get(key) if key else None
