"""Parts (页面小件): the little shapes that templates/parts draw, the same on every page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app, url_for

from app.access import caller
from app.domain.people import Role
from app.models import Photo as PhotoRow
from app.pages.marks import Drawing, drawing_of
from app.texts import say

MORE = {Role.SUPERVISOR: ("masks.show", "d.mask.open"), Role.INSPECTOR: ("originals.show", "d.original.open")}


def t(key: str, **params: object) -> str:
    """The sentence of that key in the reader's language."""
    return say(key, current_app.config["LANGUAGE"], **params)


@dataclass(frozen=True)
class Chip:
    word: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    url: str
    word: str


@dataclass(frozen=True)
class Choice:
    word: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Photo:
    id: str
    role: str
    ready: bool
    trouble: str | None
    small: str
    large: str
    taken: datetime | None
    source: str | None
    sample: bool
    marks: Drawing | None = None
    stamped: str | None = None
    more: Link | None = None


def photo_of(row: PhotoRow) -> Photo:
    """Its copies by address; what the phone claims of it only for those who see the claims."""
    address = f"/api/v1/photos/{row.id}"
    claim = row.claim
    return Photo(
        id=str(row.id),
        role=row.role,
        ready=row.derived_at is not None,
        trouble=row.trouble,
        small=f"{address}/320",
        large=f"{address}/1600",
        taken=claim.taken_at if claim else None,
        source=t(f"w.photo_source.{claim.source}") if claim else None,
        sample=bool(claim and claim.exif.get("sample")),
        marks=drawing_of(row.marks, row.sha256) if row.derived_at else None,
        stamped=f"{address}/stamped" if row.stamped_at else None,
        more=_more(row) if row.derived_at else None,
    )


def _more(row: PhotoRow) -> Link | None:
    """What this viewer can do about a picture, on a page of its own."""
    if caller().viewer.role not in MORE:
        return None
    endpoint, word = MORE[caller().viewer.role]
    return Link(url_for(endpoint, raw_id=row.id), t(word))


def several(rows: Sequence[PhotoRow]) -> list[Photo]:
    return [photo_of(row) for row in rows]
