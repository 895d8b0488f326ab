"""Changes (变化): what the viewer's journal streams tell since a position, each subject once, as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.domain.people import Viewer
from app.models import Evidence, Finding, Journal, Order, Recheck, Round, Score, SelfCheck, Stream, TownRequest, Visit
from app.queries.bodies import body_of, score_body, self_check_body
from app.queries.items import items_of
from app.queries.whole import whole

Positions = dict[str, int]
NOUNS: dict[str, type[Any]] = {
    "round": Round,
    "visit": Visit,
    "finding": Finding,
    "order": Order,
    "score": Score,
    "evidence": Evidence,
    "request": TownRequest,
    "selfcheck": SelfCheck,
    "recheck": Recheck,
}
TOLD_BY_THEIR_POINT = ("evidence", "request")


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
    items = _items(_subjects(seen), viewer)
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


def _items(subjects: list[tuple[str, UUID]], viewer: Viewer) -> list[dict[str, Any]]:
    """An answer or a request stands for its point; what the viewer does not see is a tombstone. Each subject once."""
    told_by = [whole(NOUNS[noun], [key for of, key in subjects if of == noun]) for noun in TOLD_BY_THEIR_POINT]
    points = {key: row.finding_id for rows in told_by for key, row in rows.items()}
    keys = [("finding", points[key]) if key in points else (noun, key) for noun, key in subjects]
    rows = {noun: whole(NOUNS[noun], {key for of, key in keys if of == noun}) for noun in {noun for noun, _ in keys}}
    items = items_of(rows.get("finding", {}).values())  # held until the bodies are made, which look them up one by one
    told = [_item(noun, key, rows[noun].get(key), viewer) for noun, key in dict.fromkeys(keys)]
    del items
    return told


def _item(noun: str, key: UUID, row: Any, viewer: Viewer) -> dict[str, Any]:
    if row is None:
        return _tombstone(noun, str(key))
    body = _body(row, viewer)
    return {"noun": noun, "id": str(key), "version": body["version"], "body": body}


def _body(row: Any, viewer: Viewer) -> dict[str, Any]:
    match row:
        case Score():
            return score_body(row, viewer)
        case SelfCheck():
            return self_check_body(row)
    return body_of(row, viewer)


def _tombstone(noun: str, key: str) -> dict[str, Any]:
    return {"noun": noun, "id": key, "version": 0, "deleted": True}
