"""Openings (打开过的记录): rows of the access log in words; what the reader may not see has a number and no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from app.models import AccessLog, Visit
from app.models import Photo as PhotoRow
from app.pages.parts import Link, t
from app.pages.photo_place import place_of
from app.queries.by_id import maybe
from app.queries.kept import names_of

NUMBER = 8  # letters of an id, enough to find it again


@dataclass(frozen=True)
class Opening:
    id: str
    at: datetime
    who: str
    unit: str
    noun: str
    what: Link | None
    number: str
    why: str


def openings_of(rows: Sequence[AccessLog]) -> list[Opening]:
    people = names_of({row.user_id for row in rows})
    whats = {row.subject_id: _what(row) for row in rows}
    return [_opening(row, people.get(row.user_id), whats[row.subject_id]) for row in rows]


def _opening(row: AccessLog, person: tuple[str, str] | None, what: Link | None) -> Opening:
    who, unit = person or ("", "")
    number = row.subject_id.hex[:NUMBER]
    return Opening(str(row.id), row.at, who, unit, row.noun, what, number, row.why or "")


def _what(row: AccessLog) -> Link | None:
    """A pack is seen by whoever asked for it alone; a second review has a number for the auditor, and no name."""
    if row.noun in {"pack", "second_review"}:
        return None
    return _visit(row.subject_id) if row.noun == "track" else _photo(row.subject_id)


def _visit(visit_id: UUID) -> Link | None:
    visit = maybe(Visit, visit_id)
    if visit is None:
        return None
    return Link(url_for("visits.show", raw_id=visit.id), t("d.access.visit", town=visit.town.name))


def _photo(photo_id: UUID) -> Link | None:
    photo = maybe(PhotoRow, photo_id)
    return place_of(photo) if photo else None
