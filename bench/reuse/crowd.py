"""Crowd (众多旧照): photos that only their words say, as many as a county takes in years, beside the real ones.

A made-up photo has the words of one real picture, drawn anew: half of them as measured, half from its guesses (a word
with one of its least certain bits turned), and in one of eight some other bit turned. So popular words are as popular as
in real pictures, and one photo's words belong together. The pictures they are drawn from are never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from app.pictures.looks import MOST, Look, guesses_of, words_of

EACH, BANK, TURNED = 20_000, 1024, 1 / 8
KEPT_OF_BASE = 56  # hexadecimal digits of a made-up photo's hash that say whose words it has
ROW = np.dtype([("fields", ">i2"), ("of_word", ">i4"), ("word", ">i4"), ("of_look", ">i4"), ("look", ">i4")])
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
Words = NDArray[np.int32]

EMPTY = """
TRUNCATE photo_word, photo_look RESTART IDENTITY;
ALTER TABLE photo_word DROP CONSTRAINT IF EXISTS fk_photo_word_look_id, DROP CONSTRAINT IF EXISTS pk_photo_word;
ALTER TABLE photo_word SET UNLOGGED;
"""
LOOKS = """
INSERT INTO photo_look (sha256, made_at)
SELECT bases.names[1 + mod(n - 1, cardinality(bases.names))] || lpad(to_hex(n), 8, '0'), '2026-01-01T00:00:00Z'
FROM (SELECT %s::text[] AS names) AS bases, generate_series(1, %s::int) AS n ORDER BY n
"""
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
    with connection.cursor().copy("COPY photo_word (word, look_id) FROM STDIN (FORMAT BINARY, FREEZE)") as copy:
        copy.write(HEADER)
        for rows in drawn(bases, photos):
            copy.write(rows)
        copy.write(TRAILER)
    connection.execute(LOOKS, ([base.sha256[:KEPT_OF_BASE] for base in bases], photos))
    connection.commit()
    connection.execute(KEYS)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE photo_word, photo_look")
    connection.autocommit = False


def drawn(bases: Sequence[Base], photos: int) -> Iterator[bytes]:
    """Rows as PostgreSQL's binary COPY reads them; photo n has the words of base (n − 1) mod so many."""
    chance = np.random.default_rng(20261122)
    banks = np.stack([_bank(base.look, chance) for base in bases])
    for first in range(1, photos + 1, EACH):
        looks = np.arange(first, min(first + EACH, photos + 1))
        words = banks[(looks - 1)[:, None] % len(banks), chance.integers(0, 2 * BANK, (len(looks), MOST))]
        yield _rows(_turned(words, chance), looks)


def _bank(look: Look, chance: np.random.Generator) -> Words:
    halves = [chance.choice(np.array(words, np.int32), BANK) for words in (words_of(look), guesses_of(look))]
    return np.concatenate(halves)


def _turned(words: Words, chance: np.random.Generator) -> Words:
    bits = np.left_shift(np.uint32(1), chance.integers(0, 32, words.shape, dtype=np.uint32))
    turned = np.where(chance.random(words.shape, np.float32) < TURNED, bits, np.uint32(0))
    return np.sort((words.view(np.uint32) ^ turned).view(np.int32), axis=1)


def _rows(words: Words, looks: NDArray[np.int64]) -> bytes:
    """A word that a photo has twice is remembered once."""
    fresh = np.ones(words.shape, np.bool_)
    fresh[:, 1:] = words[:, 1:] != words[:, :-1]
    rows = np.zeros(int(fresh.sum()), ROW)
    rows["fields"], rows["of_word"], rows["of_look"] = 2, 4, 4
    rows["word"], rows["look"] = words[fresh], np.broadcast_to(looks[:, None], words.shape)[fresh]
    return rows.tobytes()
