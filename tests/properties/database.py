"""The database as it stands (库里的样子): every case row whole, how many rows each table has, the journal and its chains."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.domain.journal import GENESIS, chain_hash

TABLE_OF = {
    "round": "round",
    "visit": "visit",
    "finding": "finding",
    "order": "supervision_order",
    "request": "town_request",
    "approval": "approval",
    "recheck": "recheck",
}
HASHED = ("stream_id", "seq", "id", "user_id", "unit_id", "act", "noun", "subject_id", "body")
JOURNAL = (
    "SELECT stream_id, seq, id, at, user_id, unit_id, act, noun, subject_id, body, salt, before, hash FROM journal"
)


@dataclass(frozen=True)
class Standing:
    """`rows` by noun and id; `counts` by table; `acts` by stream, the newest last; `moved`: all changes of deadlines."""

    rows: dict[str, dict[str, dict[str, Any]]]
    counts: dict[str, int]
    acts: dict[UUID, list[Any]]
    moved: dict[str, dict[str, Any]]

    def row(self, noun: str, key: str) -> dict[str, Any]:
        return self.rows[noun][key]

    def said_since(self, before: Standing) -> list[Any]:
        """The journal's new rows."""
        return [row for stream, rows in self.acts.items() for row in rows[len(before.acts.get(stream, ())) :]]

    def acts_since(self, before: Standing) -> Counter[str]:
        return Counter(row.act for row in self.said_since(before))

    def fewer_than(self, before: Standing) -> list[str]:
        """Tables that have lost rows."""
        return [table for table, n in before.counts.items() if self.counts[table] < n]


class Books:
    """Reads everything past all rules; what of a chain was once found right is not read again."""

    def __init__(self, wire: Connection) -> None:
        self.wire = wire
        named = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        self.tables = sorted(row[0] for row in wire.exec_driver_sql(named) if row[0] != "spatial_ref_sys")

    def standing(self) -> Standing:
        rows = {noun: self._whole(table) for noun, table in TABLE_OF.items()}
        counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in self.tables)  # noqa: S608 - names of our own tables
        counts = {row[0]: row[1] for row in self.wire.exec_driver_sql(counted)}
        acts: dict[UUID, list[Any]] = {}
        for row in self.wire.exec_driver_sql(f"{JOURNAL} ORDER BY stream_id, seq"):
            acts.setdefault(row.stream_id, []).append(row)
        return Standing(rows, counts, acts, self._whole("deadline_change"))

    def _whole(self, table: str) -> dict[str, dict[str, Any]]:
        told = self.wire.exec_driver_sql(f'SELECT id::text, row_to_json(t)::text FROM "{table}" t')  # noqa: S608 - as above
        return {row[0]: json.loads(row[1]) for row in told}

    def broken(self, now: Standing, before: Standing) -> list[str]:
        """What of the chains does not follow from their rows, as far as they are new."""
        heads = {
            row[0]: tuple(row[1:]) for row in self.wire.exec_driver_sql("SELECT stream_id, seq, head FROM stream_head")
        }
        return [
            fault
            for stream, rows in now.acts.items()
            for fault in _faults(rows, before.acts.get(stream, []), heads[stream])
        ]


def _faults(rows: list[Any], known: list[Any], head: tuple[Any, ...]) -> list[str]:
    found = [] if rows[: len(known)] == known else ["rewritten"]
    link = known[-1].hash if known else GENESIS
    for seq, row in enumerate(rows[len(known) :], len(known) + 1):
        if (row.seq, row.before, row.hash) != (seq, link, _hash(row)):
            found.append(f"{row.act} {seq}")
        link = row.hash
    return found if head == (len(rows), link) else [*found, "head"]


def _hash(row: Any) -> str:
    return chain_hash(row.before, bytes(row.salt), row.at, {name: getattr(row, name) for name in HASHED})


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
