"""Changes (变化): what the viewer's journal streams tell since a position, each subject once, as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.domain.people import Viewer
from app.models import Evidence, Finding, Journal, Order, Round, Score, Stream, Visit
from app.queries.bodies import body_of, score_body
from app.queries.by_id import maybe

Positions = dict[str, int]
NOUNS: dict[str, type[Any]] = {
    "round": Round,
    "visit": Visit,
    "finding": Finding,
    "order": Order,
    "score": Score,
    "evidence": Evidence,
}


@dataclass(frozen=True)
class Changes:
    items: list[dict[str, Any]]
    positions: Positions
    more: bool


def changes_since(positions: Positions, limit: int, viewer: Viewer) -> Changes:
    """`positions`: stream id -> last seq seen. Streams that are no longer the viewer's give tombstones."""
    streams = {str(s.id): s for s in db.session.scalars(select(Stream))}
    rows = _rows_after(positions, sorted(streams), limit + 1)
    seen = rows[:limit]
    onward = {stream: positions.get(stream, 0) for stream in streams}
    for row in seen:
        onward[str(row.stream_id)] = row.seq
    items = [item for noun, key in _subjects(seen) for item in _items(noun, key, viewer)]
    gone = [_tombstone("stream", stream) for stream in positions if stream not in streams]
    return Changes(gone + items, onward, len(rows) > limit)


def _rows_after(positions: Positions, streams: Sequence[str], limit: int) -> list[Journal]:
    """In a fixed order, stream by stream, so that a page can be cut anywhere."""
    found: list[Journal] = []
    for stream in streams:
        later = select(Journal).where(Journal.stream_id == UUID(stream), Journal.seq > positions.get(stream, 0))
        found += db.session.scalars(later.order_by(Journal.seq).limit(limit - len(found)))
        if len(found) >= limit:
            break
    return found


def _subjects(rows: list[Journal]) -> list[tuple[str, UUID]]:
    """Each subject once, at its newest mention."""
    newest = {(row.noun, row.subject_id): None for row in reversed(rows) if row.noun in NOUNS}
    return list(reversed(newest))


def _items(noun: str, key: UUID, viewer: Viewer) -> list[dict[str, Any]]:
    row = maybe(NOUNS[noun], key)
    if row is None:
        return [_tombstone(noun, str(key))]
    if isinstance(row, Evidence):
        return _items("finding", row.finding_id, viewer)
    body = score_body(row, viewer) if isinstance(row, Score) else body_of(row, viewer)
    return [{"noun": noun, "id": str(key), "version": body["version"], "body": body}]


def _tombstone(noun: str, key: str) -> dict[str, Any]:
    return {"noun": noun, "id": key, "version": 0, "deleted": True}
