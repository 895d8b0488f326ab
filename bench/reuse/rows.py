"""Rows (评测结果): the figures of re-used photos; what is promised is promised of the real column, the rest is reported."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.handset.figure import p95
from bench.reuse.judging import FIXED, GENERATED, REAL, Judged, Tally
from bench.reuse.timing import Cost

LEAST = {"light": 0.95, "stamp": 0.95, "crop20": 0.90, "mirror": 0.90, "turn": 0.90, "screen": 0.80}
MOST_FALSE, MOST_MS, PROMISED_AT = 0.01, 150.0, 10**6


@dataclass(frozen=True)
class Row:
    """`n`: of how many; `least` or `most` is what it must be, neither where nothing is promised."""

    name: str
    value: float
    n: int
    says: str
    least: float | None = None
    most: float | None = None
    spread: float = 0.0  # photos are edited by chance with a fixed seed: only times differ between runs

    @property
    def limit(self) -> float | None:
        return self.most if self.least is None else self.least

    @property
    def holds(self) -> bool | None:
        if self.limit is None:
            return None
        return self.n > 0 and (self.value >= self.limit if self.least is not None else self.value <= self.limit)

    def line(self) -> dict[str, Any]:
        sign = "reported" if self.limit is None else f"{'>=' if self.least is not None else '<='} {self.limit:g}"
        return {
            "id": self.name,
            "value": round(self.value, 4),
            "limit": self.limit,
            "ratio": None if self.limit is None else round(self.value / self.limit, 3),
            "must": sign,
            "holds": self.holds,
            "spread": round(self.spread, 3),
            "cores": os.cpu_count(),
            "n": self.n,
        }


def of_copies(judged: Judged) -> Iterator[Row]:
    for (edit, column), tally in judged.recall.items():
        real = column == REAL
        name = f"reuse-{edit}" if real else f"reuse-{edit}-{column}"
        yield _of(name, tally, f"{column} copies found", least=LEAST.get(edit) if real else None)
    for column, tally in judged.strangers.items():
        yield _of(f"reuse-strangers-{column}", tally, f"{column} copies also taken for another photo")


def of_pairs(judged: Judged) -> Iterator[Row]:
    names = {REAL: "reuse-false", GENERATED: "reuse-false-generated", FIXED: "reuse-fixed-camera"}
    for column, tally in judged.pairs.items():
        most = MOST_FALSE if column == REAL else None
        yield _of(names[column], tally, f"honest pairs ({column}) taken for one photo", most=most)


def _of(name: str, tally: Tally, says: str, least: float | None = None, most: float | None = None) -> Row:
    return Row(name, tally.share, tally.of, says, least, most)


def of_cost(cost: Cost) -> Iterator[Row]:
    at, n = f"{cost.photos:.0e}".replace("+0", ""), len(cost.found)
    whole = median(cost.whole)
    spread = (p95(cost.whole) - whole) / whole
    most = MOST_MS if cost.photos == PROMISED_AT else None
    says = f"ms of a core for one photo, median (p95 {p95(cost.whole):.0f}); on the wall {median(cost.wall):.0f}"
    yield Row(f"reuse-ms-{at}", whole, n, says, most=most, spread=spread)
    for part, ms in cost.parts.items():
        yield Row(f"reuse-ms-{at}-{part}", median(ms), n, f"ms of it, p95 {p95(ms):.0f}")
    yield Row(f"reuse-opened-{at}", sum(cost.opened) / n, n, "pictures opened for one search, mean")
    yield Row(f"reuse-found-{at}", sum(cost.found) / n, n, "copies of all edits found among so many")
    yield Row(f"reuse-bytes-{at}", cost.table + cost.index, n, f"a photo, {cost.index:.0f} of them index")


def show(rows: Iterable[Row], *, as_json: bool) -> list[Row]:
    shown = list(rows)
    for row in shown:
        line = row.line()
        if as_json:
            print(json.dumps(line), flush=True)
            continue
        held = {True: "holds", False: "DOES NOT HOLD", None: ""}[row.holds]
        print(f"{row.name:28} {line['value']:9g} n {row.n:<5} must {line['must']:9} {held:14} {row.says}", flush=True)
    return shown
