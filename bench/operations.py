"""L1-L4: recording a point with its photo by the real API, against bare endpoints and bare rows (现场上报测速).

Four phones of one inspector, known by their device grants, record into one round: all its acts share one chain.
Redis runs, the worker does not: its jobs are another figure. Sides alternate within one run, on one cluster.
"""

import argparse
import sys
from dataclasses import dataclass, field
from typing import Any

from bench.limits.durable import CLIENTS
from bench.limits.lines import Pairs, at_least, at_most, compared, cpus, rates, show
from bench.limits.meter import StatementLog, wal_bytes
from bench.limits.side import Side
from bench.limits.stand import Stand, standing

ROUNDS, SECONDS = 3, 5.0
COUNTED, WRITTEN = 20, 300
TWINS = {"create": "create", "create_and_upload": "create_and_put"}
SETTINGS = "SELECT current_setting('fsync') || ', ' || current_setting('synchronous_commit')"


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


def results(stand: Stand, found: Found) -> list[dict[str, Any]]:
    ours, bare = stand.ours.ran, stand.bare.ran
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
        compared("create-and-photo-vs-minimal", whole, "reported", holds=None),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.operations")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="shorter is a rehearsal, not a figure")
    given = parser.parse_args()
    with standing() as stand:
        found = measure(stand, given.rounds, given.seconds)
    lines = results(stand, found)
    print(f"fsync, synchronous_commit: {found.settings}", file=sys.stderr if given.json else sys.stdout)
    show(lines, as_json=given.json)
    durable = found.settings == "on, on"
    return 0 if durable and all(line["holds"] is not False for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
