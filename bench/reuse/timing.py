"""Timing (查重耗时): what one more photo costs when so many are remembered, part by part, as the worker looks for it.

Asked for are edited copies of real pictures. Each search reads the new photo's small picture from the store, takes its
look, asks the tables, holds the layouts of the likeliest against it, and reads and compares the pictures that are left; of
a made-up photo that is its base's. Counted is
the time of processors, ours and that of the database's process for us, so that a busy neighbour does not count; all is in
memory here. What passed on the wall is told beside it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from app.db import db
from app.pictures.layouts import to_open
from app.pictures.likeness import likeness_laid
from app.pictures.looks import gray_of, guesses_of, look_of, sought_of
from app.pictures.prints import SMALL
from app.queries.alike import candidates
from app.storage import photo_store
from bench.reuse.crowd import KEPT_OF_BASE, Base, fill
from bench.reuse.edits import EDITS
from bench.reuse.place import Place, keep, look_at_sent

PARTS = ("look", "ask", "judge", "compare")
SIZES = "SELECT pg_table_size('{0}') || ' ' || pg_indexes_size('{0}')"


@dataclass(frozen=True)
class Asked:
    """An edited copy, and the photo it was made of."""

    edit: str
    copy: str
    original: str


@dataclass
class Cost:
    """At so many remembered photos: milliseconds of each search and its parts."""

    photos: int
    table: float = 0.0
    index: float = 0.0
    parts: dict[str, list[float]] = field(default_factory=lambda: {part: [] for part in PARTS})
    wall: list[float] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    @property
    def whole(self) -> list[float]:
        return [sum(parts) for parts in zip(*self.parts.values(), strict=True)]


def measure(place: Place, sent: Sequence[bytes], photos: int) -> Cost:
    """Every second real picture is asked for, the words of the others make the crowd."""
    bases = []
    for picture in sent[1::2]:
        sha256, _ = keep(picture)
        bases.append(Base(sha256, look_at_sent(picture)))
    with place.connection() as connection:
        fill(connection, bases, photos)
    cost = Cost(photos)
    cost.table, cost.index = (sum(it) / photos for it in zip(*(_sizes(place, t) for t in TABLES), strict=True))
    asked = _asked(place, sent[::2])
    place.ask("VACUUM ANALYZE photo_word, photo_look")
    names = {base.sha256[:KEPT_OF_BASE]: base.sha256 for base in bases}
    for one in asked[: len(EDITS)]:
        _search(one, names, Cost(photos))  # warms connections and caches
    for one in asked:
        _search(one, names, cost)
    return cost


TABLES = ("photo_look", "photo_word")


def _sizes(place: Place, table: str) -> tuple[int, ...]:
    return tuple(int(it) for it in place.ask(SIZES.format(table)).split())


def _asked(place: Place, sent: Sequence[bytes]) -> list[Asked]:
    """One edit of each picture, in turn."""
    chance, edits = np.random.default_rng(5), list(EDITS.items())
    asked = []
    for n, picture in enumerate(sent):
        name, edit = edits[n % len(edits)]
        original, _ = place.remember(picture)
        copy, _ = keep(edit(picture, chance))
        asked.append(Asked(name, copy, original))
    return asked


def _search(asked: Asked, names: dict[str, str], cost: Cost) -> None:
    store, clock, began = photo_store(), _Clock(cost), time.perf_counter()
    look = look_of(store.small(asked.copy, SMALL) or b"")
    sought = sought_of(look)
    clock.lap("look")
    likely = candidates(guesses_of(sought), {asked.copy})
    clock.lap("ask")
    opened = to_open(sought, look, likely)
    clock.lap("judge")
    same = []
    for sha256, lies in opened:
        picture = store.small(names.get(sha256[:KEPT_OF_BASE], sha256), SMALL) or b""
        if lies is not None and likeness_laid(look, gray_of(picture), lies).same:
            same.append(sha256)
    clock.lap("compare")
    cost.wall.append((time.perf_counter() - began) * 1000)
    cost.opened.append(len(opened))
    cost.found.append(asked.original in same)
    db.session.rollback()


class _Clock:
    """Of processors: this process, and the one of PostgreSQL that serves our session (its schedstat, nanoseconds)."""

    def __init__(self, cost: Cost) -> None:
        self.cost = cost
        self.served_by = db.session.execute(select(func.pg_backend_pid())).scalar_one()
        self.last = self._now()

    def lap(self, part: str) -> None:
        """What was used since the lap before."""
        at = self._now()
        self.cost.parts[part].append(at - self.last)
        self.last = at

    def _now(self) -> float:
        theirs = Path(f"/proc/{self.served_by}/schedstat").read_text(encoding="ascii").split()[0]
        return time.process_time() * 1000 + int(theirs) / 1e6
