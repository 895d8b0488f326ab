"""A journal as large as the demo's (量一量用的日志): written directly, chain by chain, with a head file at each ten minutes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from app.actions.heads import write_head_file
from app.db import db, looking_as
from app.domain import chance
from app.domain.heads import EVERY
from app.domain.journal import GENESIS
from app.domain.people import SYSTEM
from app.models import HeadFile, Journal, Region, Stream, StreamHead
from app.outside.key import HeadKey
from app.verify.chains import Claim
from tests.tampering import hashed

SECRET = "a-secret-for-measurements-only, long enough"  # noqa: S105 (of a database that lives for minutes)
TOWNS, STEPS, MOST_AT_ONCE = 120, 24, 8
BEGINNING = datetime(2026, 9, 1, tzinfo=UTC)
ACTS = ("finding.record", "finding.confirm", "finding.start", "finding.submit", "finding.pass", "order.issue")


@dataclass
class Journals:
    """How many rows of each stream stand behind a head file, and what others know of all of them."""

    public: str
    old: dict[UUID, int]
    receipts: dict[UUID, list[Claim]]
    outside: dict[int, str]

    def an_old_place(self, drawn: Random) -> tuple[UUID, int]:
        stream_id = drawn.choice(sorted(self.old))
        return stream_id, drawn.randrange(self.old[stream_id])

    def a_newer_place(self, drawn: Random) -> tuple[UUID, int]:
        stream_id = drawn.choice(sorted(self.old))
        return stream_id, drawn.randrange(self.old[stream_id], len(self.receipts[stream_id]))


class Writer:
    """Appends to chains as the app does, many rows at once."""

    def __init__(self, wire: Connection, streams: list[UUID]) -> None:
        self.wire = wire
        self.drawn = Random(2026)  # noqa: S311 (sizes, no secrets)
        self.ends: dict[UUID, tuple[int, str]] = dict.fromkeys(streams, (0, GENESIS))
        self.claims: dict[UUID, list[Claim]] = {stream_id: [] for stream_id in streams}

    def step(self, at: datetime, least: int) -> None:
        """Some rows more in each stream, in some none where `least` is 0."""
        rows = [row for stream_id in self.ends for row in self._more(stream_id, at, least)]
        self.wire.execute(insert(Journal.__table__), rows)
        heads = StreamHead.__table__
        for stream_id, (seq, head) in self.ends.items():
            self.wire.execute(update(heads).where(heads.c.stream_id == stream_id).values(seq=seq, head=head))

    def _more(self, stream_id: UUID, at: datetime, least: int) -> list[dict[str, Any]]:
        made = []
        for place in range(self.drawn.randint(least, MOST_AT_ONCE)):
            seq, before = self.ends[stream_id]
            row = self._row(stream_id, seq + 1, before, at + timedelta(seconds=place))
            self.ends[stream_id] = (seq + 1, row["hash"])
            self.claims[stream_id].append(Claim(seq + 1, row["hash"]))
            made.append(row)
        return made

    def _row(self, stream_id: UUID, seq: int, before: str, at: datetime) -> dict[str, Any]:
        act = self.drawn.choice(ACTS)
        return hashed(
            {
                "stream_id": stream_id,
                "seq": seq,
                "id": chance.new_ordered_id(at),
                "at": at,
                "user_id": chance.new_id(),
                "unit_id": chance.new_id(),
                "act": act,
                "noun": act.split(".")[0],
                "subject_id": chance.new_id(),
                "body": {"note": f"门前两处，已告知店主 {seq}", "version": seq},
                "salt": chance.new_salt(),
                "before": before,
            }
        )


def fill(wire: Connection) -> Journals:
    """Streams of towns, their chains, a head file after each step; then rows that no head file knows yet."""
    key, writer = HeadKey(SECRET), Writer(wire, _streams(wire))
    for step in range(STEPS):
        at = BEGINNING + step * EVERY
        writer.step(at, least=0)
        with looking_as(SYSTEM):
            write_head_file(key, at)
            db.session.commit()
    old = {stream_id: seq for stream_id, (seq, _) in writer.ends.items()}
    writer.step(BEGINNING + STEPS * EVERY, least=3)
    with looking_as(SYSTEM):
        outside = dict(db.session.execute(select(HeadFile.n, HeadFile.text)).all())
    return Journals(key.public, old, writer.claims, outside)


def _streams(wire: Connection) -> list[UUID]:
    region = Region.__table__
    read = select(region.c.id, region.c.county_id).where(region.c.level == "town").order_by(region.c.id)
    towns = wire.execute(read.limit(TOWNS)).all()
    rows = [{"id": chance.new_id(), "kind": "town", "county_id": it.county_id, "town_id": it.id} for it in towns]
    wire.execute(insert(Stream.__table__), rows)
    ids = [row["id"] for row in rows]
    wire.execute(insert(StreamHead.__table__), [{"stream_id": it, "seq": 0, "head": GENESIS} for it in ids])
    return ids
