"""The phone app on a slow phone (手机端测速): first visit, home, start without a server, save, long list, one record.

Debian's Chromium with its processor four times slower, and the network of a town's edge (150 ms, 1.6/0.75 Mbit/s) where
a figure waits for it. All times are the page's own; no part of the steering is in them.
"""

import argparse
import sys
from collections.abc import Callable

from bench.handset.figure import Figure, once, show
from bench.handset.recording import record_figures
from bench.handset.saving import save_figures, save_often
from bench.handset.scrolling import scroll_figures
from bench.handset.stand import Stand, standing
from bench.handset.starting import first_figures, offline_start

ROUNDS, SAVES = 3, 12
Measure = Callable[[Stand, int], list[Figure]]


def offline(stand: Stand, rounds: int) -> list[Figure]:
    says = "browser closed, port refuses: navigation to the home and its list drawn"
    return [once("phone-offline-start", offline_start(stand, rounds), 1_000, "ms", says)]


def saves(stand: Stand, rounds: int) -> list[Figure]:
    return save_figures(save_often(stand, rounds, SAVES))


MEASURES: dict[str, Measure] = {
    "first": first_figures,
    "offline": offline,
    "save": saves,
    "scroll": scroll_figures,
    "record": record_figures,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.phone")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", choices=MEASURES, help="one part")
    given = parser.parse_args()
    figures: list[Figure] = []
    with standing("phone") as stand:
        for name, measure in MEASURES.items():
            if given.only in (None, name):
                found = measure(stand, given.rounds)
                show(found, as_json=given.json)
                figures += found
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
