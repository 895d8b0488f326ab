"""L6-L8, W10, F48: a photo's way through server and worker (照片流水线), in a core's time and in memory."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.storage.folder import FolderStore
from bench.limits.lines import at_most, compared, cpus, rates, show
from bench.limits.stand import Stand, standing
from bench.pipeline import backlog, photographs, uploads
from bench.pipeline.cores import Measured

ROUNDS, SECONDS = 3, 5.0
WARM = 20


def cores(rounds: int, seconds: float) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder))
        each = (
            Measured("pipeline-12mp", photographs.camera(), 1.5, store),
            Measured("pipeline-300kb", photographs.sent(), 5, store),
        )
        return [line for measured in each for line in measured.lines(rounds, seconds)]


def requests(stand: Stand, rounds: int, seconds: float) -> list[dict[str, Any]]:
    """L8: the whole upload, its announcement too, against one request that hashes and syncs; the part alone beside it."""
    stand.ours.some("upload", WARM)
    stand.bare.some("put", WARM)
    for _ in range(rounds):
        stand.ours.round("upload", seconds)
        stand.bare.round("put", seconds)
        stand.ours.round("begin", seconds)
    ours, bare = stand.ours.ran, stand.bare.ran
    parts = [(u.cpu - b.cpu, p.cpu) for u, b, p in zip(ours["upload"], ours["begin"], bare["put"], strict=True)]
    return [
        compared("upload-vs-bare", rates(ours["upload"], bare["put"]), "reported", holds=None),
        at_most("upload-cpu", cpus(ours["upload"], bare["put"]), 1.5, "ms of the workers"),
        compared("upload-part-cpu", parts, "reported", holds=None),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pipeline")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="shorter is a rehearsal, not a figure")
    parser.add_argument("--photos", type=int, default=backlog.PHOTOS, help="fewer is a rehearsal, not a figure")
    parser.add_argument("--only", choices=("cores", "requests", "memory"), help="this part alone")
    given = parser.parse_args()
    lines = [] if given.only not in {None, "cores"} else cores(given.rounds, given.seconds)
    if given.only != "cores":
        with standing() as stand:
            if given.only in {
                None,
                "memory",
            }:  # first: what the rounds of requests leave in the queue is nobody's photo
                lines += backlog.measure(stand, given.photos)
                lines += uploads.measure(stand, photographs.sent(), given.rounds)
            if given.only in {None, "requests"}:
                lines += requests(stand, given.rounds, given.seconds)
    show(lines, as_json=given.json)
    return 0 if all(line["holds"] is not False for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
