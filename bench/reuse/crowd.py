"""Crowd (众多旧照): photos that only their words say, as many as a county takes in years, beside the real ones.

A made-up photo has the words of one real picture, drawn anew: half of them as measured, half from its guesses (a word
with one of its least certain bits turned), and in one of eight some other bit turned. So popular words are as popular as
in real pictures, and one photo's words belong together. Each lies where its feature lies in the real picture, those of the
mirror image mirrored. The pictures they are drawn from are never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from app.pictures.layouts import PACKED, PARTS, packed_of
from app.pictures.looks import MOST, Look, sought_of

EACH, BANK, TURNED = 20_000, 1024, 1 / 8
KEPT_OF_BASE = 56  # hexadecimal digits of a made-up photo's hash that say whose words it has
ROW = np.dtype([("fields", ">i2"), ("of_word", ">i4"), ("word", ">i4"), ("of_look", ">i4"), ("look", ">i4")])
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
SEEN = np.dtype([("fields", ">i2"), ("of_name", ">i4"), ("name", "S64"), ("of_made", ">i4"), ("made", ">i8"),
                 ("of_layout", ">i4"), ("layout", PACKED, MOST)])  # fmt: skip
MADE = 9497 * 86_400_000_000  # 1 January 2026, as PostgreSQL counts
Layouts = NDArray[np.void]

EMPTY = """
TRUNCATE photo_word, photo_look RESTART IDENTITY;
ALTER TABLE photo_word DROP CONSTRAINT IF EXISTS fk_photo_word_look_id, DROP CONSTRAINT IF EXISTS pk_photo_word;
ALTER TABLE photo_word SET UNLOGGED;
"""
WORDS = "COPY photo_word (word, look_id) FROM STDIN (FORMAT BINARY, FREEZE)"
LOOKS = "COPY photo_look (sha256, made_at, layout) FROM STDIN (FORMAT BINARY)"
KEYS = """
SET maintenance_work_mem = '1GB';
ALTER TABLE photo_word ADD CONSTRAINT pk_photo_word PRIMARY KEY (word, look_id);
"""


@dataclass(frozen=True)
class Base:
    """A real picture whose words are drawn from."""

    sha256: str
    look: Look


def fill(connection: psycopg.Connection, bases: Sequence[Base], photos: int) -> None:
    """The whole table anew; frozen as it is written, as autovacuum leaves what is long there."""
    connection.execute(EMPTY)
    connection.commit()
    connection.execute("TRUNCATE photo_word")
    _copy(connection, WORDS, (_words(*it) for it in drawn(bases, photos)))
    _copy(connection, LOOKS, (_looks(*it, [base.sha256 for base in bases]) for it in drawn(bases, photos)))
    connection.commit()
    connection.execute(KEYS)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE photo_word, photo_look")
    connection.autocommit = False


def _copy(connection: psycopg.Connection, sql: str, pieces: Iterator[bytes]) -> None:
    with connection.cursor().copy(sql) as copy:
        copy.write(HEADER)
        for rows in pieces:
            copy.write(rows)
        copy.write(TRAILER)


def drawn(bases: Sequence[Base], photos: int) -> Iterator[tuple[NDArray[np.int64], Layouts]]:
    """Numbers and layouts of photos; photo n has the words of base (n − 1) mod so many. The same each time."""
    chance = np.random.default_rng(20261122)
    banks = np.stack([_bank(base.look, chance) for base in bases])
    for first in range(1, photos + 1, EACH):
        looks = np.arange(first, min(first + EACH, photos + 1))
        layouts = banks[(looks - 1)[:, None] % len(banks), chance.integers(0, 2 * BANK, (len(looks), MOST))]
        yield looks, _turned(layouts, chance)


def _bank(look: Look, chance: np.random.Generator) -> Layouts:
    sought = sought_of(look)
    measured, width = packed_of(look), look.gray.shape[1]
    asked = measured[sought.features]
    asked["word"] = sought.words
    theirs = asked[sought.mirrored]
    theirs["x"] = (width - 1) * PARTS - theirs["x"]
    theirs["angle"] = 128 - theirs["angle"]
    asked[sought.mirrored] = theirs
    return np.concatenate([chance.choice(rows, BANK) for rows in (measured, asked)])


def _turned(layouts: Layouts, chance: np.random.Generator) -> Layouts:
    shape = layouts.shape
    bits = np.left_shift(np.uint32(1), chance.integers(0, 32, shape, dtype=np.uint32))
    turned = np.where(chance.random(shape, np.float32) < TURNED, bits, np.uint32(0))
    words = (layouts["word"].astype(np.int32).view(np.uint32) ^ turned).view(np.int32)
    layouts["word"] = words
    return np.take_along_axis(layouts, words.argsort(axis=1), axis=1)


def _words(looks: NDArray[np.int64], layouts: Layouts) -> bytes:
    """A word that a photo has twice is remembered once."""
    words = layouts["word"]
    fresh = np.ones(words.shape, np.bool_)
    fresh[:, 1:] = words[:, 1:] != words[:, :-1]
    rows = np.zeros(int(fresh.sum()), ROW)
    rows["fields"], rows["of_word"], rows["of_look"] = 2, 4, 4
    rows["word"], rows["look"] = words[fresh], np.broadcast_to(looks[:, None], words.shape)[fresh]
    return rows.tobytes()


def _looks(looks: NDArray[np.int64], layouts: Layouts, names: Sequence[str]) -> bytes:
    rows = np.zeros(len(looks), SEEN)
    rows["fields"], rows["of_name"], rows["of_made"], rows["made"] = 3, 64, 8, MADE
    rows["name"] = [f"{names[(n - 1) % len(names)][:KEPT_OF_BASE]}{n:08x}" for n in looks.tolist()]
    rows["of_layout"], rows["layout"] = MOST * PACKED.itemsize, layouts
    return rows.tobytes()
