"""L1-L4, L8: recording a point with its photo by the real API, against bare endpoints and bare rows (现场上报测速).

Four phones of one inspector, known by their device grants, record into one round: all its acts share one chain.
Redis runs, the worker does not: its jobs are another figure. Sides alternate within one run, on one cluster.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.limits.durable import CLIENTS
from bench.limits.meter import StatementLog, wal_bytes
from bench.limits.side import Ran, Side
from bench.limits.stand import Stand, standing

ROUNDS, SECONDS = 3, 5.0
COUNTED, WRITTEN = 20, 300
TWINS = {"create": "create", "upload": "put", "create_and_upload": "create_and_put"}
SETTINGS = "SELECT current_setting('fsync') || ', ' || current_setting('synchronous_commit')"
Pairs = list[tuple[float, float]]


@dataclass
class Found:
    """What was measured; the sides keep the rounds of their own."""

    settings: str
    durable: list[float] = field(default_factory=list)
    wal: Pairs = field(default_factory=list)
    statements: dict[str, float] = field(default_factory=dict)
    commits: dict[str, float] = field(default_factory=dict)


def measure(stand: Stand, rounds: int, seconds: float) -> Found:
    found = Found(stand.ask(SETTINGS))
    for side, works in ((stand.ours, TWINS), (stand.bare, TWINS.values())):
        for work in works:
            side.some(work, COUNTED)  # warms connections and caches
    for _ in range(rounds):
        for work, twin in TWINS.items():
            stand.ours.round(work, seconds)
            stand.bare.round(twin, seconds)
        stand.ours.round("begin", seconds)
        found.durable.append(stand.pgbench("-c", str(CLIENTS), "-j", "2", "-T", str(max(1, round(seconds)))))
    found.wal = [written(stand) for _ in range(rounds)]
    for name, side in (("ours", stand.ours), ("bare", stand.bare)):
        found.statements[name], found.commits[name] = counted(stand, side)
    return found


def written(stand: Stand) -> tuple[float, float]:
    """Bytes of WAL per record, ours and the bare rows; full pages after a checkpoint hit the median of neither."""
    marks = [wal_bytes(stand.stack.servers.cluster)]
    for write in (
        lambda: stand.ours.some("create", WRITTEN),
        lambda: stand.pgbench("-t", str(WRITTEN)),
    ):
        write()
        marks.append(wal_bytes(stand.stack.servers.cluster))
    return (marks[1] - marks[0]) / WRITTEN, (marks[2] - marks[1]) / WRITTEN


def counted(stand: Stand, side: Side) -> tuple[float, float]:
    """Statements and commits per record."""
    with StatementLog(stand.stack.servers.cluster) as log:
        side.some("create", COUNTED)
    return log.statements / COUNTED, log.commits / COUNTED


def compared(name: str, pairs: Pairs, must: str, *, holds: bool | None) -> dict[str, Any]:
    """The median round of each side; ratio and spread are those of the rounds. `holds` is None where nothing is promised."""
    ratios = ratios_of(pairs)
    return {
        "id": name,
        "value": round(median(value for value, _ in pairs), 2),
        "limit": round(median(limit for _, limit in pairs), 2),
        "ratio": round(median(ratios), 3),
        "must": must,
        "holds": holds,
        "spread": round((max(ratios) - min(ratios)) / median(ratios), 3),
        "cores": os.cpu_count(),
    }


def ratios_of(pairs: Pairs) -> list[float]:
    return [value / limit for value, limit in pairs]


def at_least(name: str, pairs: Pairs, least: float) -> dict[str, Any]:
    return compared(name, pairs, f"per second >= {least} x", holds=median(ratios_of(pairs)) >= least)


def at_most(name: str, pairs: Pairs, most: float, unit: str) -> dict[str, Any]:
    return compared(name, pairs, f"{unit} <= {most:g} x", holds=median(ratios_of(pairs)) <= most)


def results(stand: Stand, found: Found) -> list[dict[str, Any]]:
    ours, bare = stand.ours.ran, stand.bare.ran
    parts = [(u.cpu - b.cpu, p.cpu) for u, b, p in zip(ours["upload"], ours["begin"], bare["put"], strict=True)]
    whole = rates(ours["create_and_upload"], bare["create_and_put"])
    durable_pairs = [(r.rate, limit) for r, limit in zip(ours["create"], found.durable, strict=True)]
    statements = found.statements["ours"]
    return [
        at_least("create-vs-minimal", rates(ours["create"], bare["create"]), 0.30),
        at_least("create-vs-durable", durable_pairs, 0.07),
        at_most("create-cpu", cpus(ours["create"], bare["create"]), 3, "ms of the workers"),
        compared(
            "create-statements", [(statements, found.statements["bare"])], "<= 8 of its own", holds=statements <= 8
        ),
        compared(
            "create-commits",
            [(found.commits["ours"], found.commits["bare"])],
            "exactly 1",
            holds=found.commits["ours"] == 1,
        ),
        at_most("create-wal", found.wal, 3, "bytes"),
        compared("upload-vs-bare", rates(ours["upload"], bare["put"]), "reported", holds=None),
        at_most("upload-cpu", cpus(ours["upload"], bare["put"]), 1.5, "ms of the workers"),
        compared("upload-part-cpu", parts, "reported", holds=None),
        compared("create-and-photo-vs-minimal", whole, "reported", holds=None),
    ]


def rates(ours: list[Ran], bare: list[Ran]) -> Pairs:
    return [(o.rate, b.rate) for o, b in zip(ours, bare, strict=True)]


def cpus(ours: list[Ran], bare: list[Ran]) -> Pairs:
    return [(o.cpu, b.cpu) for o, b in zip(ours, bare, strict=True)]


def show(lines: list[dict[str, Any]], settings: str, *, as_json: bool) -> None:
    print(f"fsync, synchronous_commit: {settings}", file=sys.stderr if as_json else sys.stdout)
    for line in lines:
        if as_json:
            print(json.dumps(line))
        else:
            held = {True: "holds", False: "DOES NOT HOLD", None: ""}[line["holds"]]
            print(
                "{id:28} {value:9} against {limit:9} ratio {ratio:6} spread {spread:5} must {must}".format(**line), held
            )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.operations")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="shorter is a rehearsal, not a figure")
    given = parser.parse_args()
    with standing() as stand:
        found = measure(stand, given.rounds, given.seconds)
    lines = results(stand, found)
    show(lines, found.settings, as_json=given.json)
    durable = found.settings == "on, on"
    return 0 if durable and all(line["holds"] is not False for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
