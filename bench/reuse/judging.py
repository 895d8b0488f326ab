"""Judging (查重评测): which edited copies are found among all originals, and which honest pairs are taken for one photo.

A copy is found when its original is among the candidates of the worker's own query and is said to be the same. A pair is
compared directly, whatever its words say: pictures before and after of one point always are.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from app.pictures.likeness import likeness
from app.pictures.looks import Look
from bench.reuse.collection import Original, Pair
from bench.reuse.edits import EDITS
from bench.reuse.place import Place, look_at_sent, search

REAL, GENERATED, FIXED = "real", "generated", "fixed camera"


@dataclass
class Tally:
    """So many of so many, and which were not as they must be."""

    yes: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, yes: bool, name: str, *, must: bool) -> None:
        self.yes += yes
        self.of += 1
        if yes is not must:
            self.wrong.append(name)

    @property
    def share(self) -> float:
        return self.yes / self.of if self.of else float("nan")

    def __str__(self) -> str:
        return f"{self.yes}/{self.of} = {self.share:.3f}" if self.of else "none"


@dataclass
class Judged:
    """Tallies by column: recall of each edit, honest pairs said to be the same, other photos said to be the same."""

    recall: dict[tuple[str, str], Tally] = field(default_factory=dict)
    pairs: dict[str, Tally] = field(default_factory=dict)
    strangers: dict[str, Tally] = field(default_factory=dict)
    shares: list[tuple[str, str, float, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    column: str
    original: Original
    sha256: str


def judge_copies(place: Place, columns: dict[str, Iterable[Original]], judged: Judged) -> None:
    looks: dict[str, Look] = {}
    kept = []
    for column, originals in columns.items():
        for original in originals:
            sha256, looks[sha256] = place.remember(original.sent)
            kept.append(Kept(column, original, sha256))
    place.ask("VACUUM ANALYZE photo_word, photo_look")
    halves = {it.sha256 for it in kept if it.original.half}
    for edit in EDITS:
        for it in kept:
            _judge_copy(edit, it, looks, halves, judged)


def _judge_copy(edit: str, kept: Kept, looks: dict[str, Look], halves: set[str], judged: Judged) -> None:
    name = f"{edit} of {kept.original.name}"
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    found = search(look_at_sent(EDITS[edit](kept.original.sent, chance)), looks)
    tally = judged.recall.setdefault((edit, kept.column), Tally())
    tally.count(kept.sha256 in found.same, _why(name, found.compared.get(kept.sha256)), must=True)
    others = {it for it in found.same if it != kept.sha256 and not {it, kept.sha256} <= halves}
    judged.strangers.setdefault(kept.column, Tally()).count(bool(others), name, must=False)


def _why(name: str, result: object) -> str:
    return f"{name}: {'no candidate' if result is None else result}"


def judge_pairs(column: str, pairs: Iterable[Pair], judged: Judged) -> None:
    for pair in pairs:
        result = likeness(look_at_sent(pair.other), look_at_sent(pair.one))
        here = FIXED if pair.fixed else column
        tally = judged.pairs.setdefault(here, Tally())
        tally.count(result.same, f"{pair.scene}: {result.share:.2f}", must=False)
        judged.shares.append((here, pair.scene, result.share, result.tilted))
