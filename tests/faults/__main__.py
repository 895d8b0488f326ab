"""`./dev faults`: so many schedules from a seed; every count must be 0, and every fault that fired is counted."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults import program
from tests.faults.check import KINDS
from tests.faults.play import Outcome, Play
from tests.faults.schedule import LEAST_FAULTS, draw
from tests.faults.stage import Stage, standing
from tests.servers import Servers


@contextmanager
def stage_and_phone() -> Iterator[tuple[Stage, Path]]:
    servers = Servers.start(durable=False)
    try:
        with tempfile.TemporaryDirectory(prefix="xz-phone-") as folder, standing(servers, "faults") as stage:
            yield stage, program.shipped(Path(folder))
    finally:
        servers.stop()


def main() -> int:
    words = argparse.ArgumentParser(prog="./dev faults")
    words.add_argument("--schedules", type=int, default=20)
    words.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    words.add_argument("--only", type=int)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    numbers = list(range(given.schedules)) if given.only is None else [given.only]
    began = time.monotonic()
    with stage_and_phone() as (stage, phone):
        done = list(played(stage, phone, numbers, given))
        undone = stage.undone()
    lines = [*results(done), {"id": "faults-undone", "value": undone, "must": "= 0", "holds": undone == 0}]
    tell(lines, done, given, time.monotonic() - began)
    return 0 if all(line["holds"] is not False for line in lines) else 1


def played(stage: Stage, phone: Path, numbers: list[int], given: argparse.Namespace) -> Iterator[Outcome]:
    """One after the other; who is interrupted is told of what was played until then."""
    try:
        for number in numbers:
            yield say(Play(stage, draw(given.seed, number), phone).run(), quiet=given.json)
    except KeyboardInterrupt:
        print(f"interrupted before the end of {len(numbers)} schedules", file=sys.stderr, flush=True)


def say(outcome: Outcome, *, quiet: bool) -> Outcome:
    for wrong in outcome.wrong:
        print(f"{wrong.kind}: {wrong.what}\n  again: {outcome.schedule.replay}", file=sys.stderr, flush=True)
    if not quiet:
        print(
            f"  schedule {outcome.schedule.number}: {outcome.fired.total()} faults, {dict(outcome.counts)}", flush=True
        )
    return outcome


def results(done: list[Outcome]) -> Iterator[dict[str, object]]:
    wrong = Counter(each.kind for outcome in done for each in outcome.wrong)
    for kind in KINDS:
        yield {"id": f"faults-{kind}", "value": wrong[kind], "must": "= 0", "holds": wrong[kind] == 0}
    fewest = min(outcome.fired.total() for outcome in done)
    yield {"id": "faults-fewest", "value": fewest, "must": f">= {LEAST_FAULTS}", "holds": fewest >= LEAST_FAULTS}
    counts = sum((outcome.counts for outcome in done), Counter[str]())
    for name in ("applied", "kept", "refused", "photos", "refused photos"):
        said = f"faults-{name.replace(' ', '-')}"
        yield {"id": said, "value": counts[name], "must": "reported", "holds": None}


def tell(lines: list[dict[str, object]], done: list[Outcome], given: argparse.Namespace, seconds: float) -> None:
    fired = sum((outcome.fired for outcome in done), Counter[str]())
    if given.json:
        lines += [{"id": f"fired-{name}", "value": n, "must": "reported", "holds": None} for name, n in fired.items()]
        print("\n".join(json.dumps(line) for line in lines))
        return
    print(f"\nfaults that fired ({fired.total()}):")
    for name, number in fired.most_common():
        print(f"  {name:16} {number:5} {'#' * min(60, number)}")
    for line in lines:
        held = {True: "holds", False: "DOES NOT HOLD", None: ""}[line["holds"]]  # type: ignore[index]  # a line of ours always has it
        print(f"{line['id']:24} {line['value']:>6} must {line['must']} {held}")
    print(f"{len(done)} schedules in {seconds:.0f} s; again: ./dev faults --schedules {len(done)} --seed {given.seed}")


if __name__ == "__main__":
    sys.exit(main())
