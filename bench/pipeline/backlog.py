"""F48 (积压内存): fifty photos of 48 megapixels wait in the real queue; what the real worker holds while it works them off."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import cycle, islice
from typing import Any

from bench.limits.lines import compared
from bench.limits.stand import Stand
from bench.limits.wire import WORKS, Wire
from bench.pipeline.memory import watched
from bench.pipeline.photographs import largest
from bench.pipeline.uploads import stand_in

PHOTOS, MOST = 50, 600  # megabytes
PATIENCE = 1800  # seconds
WAITING = "SELECT count(*) FROM due WHERE done_at IS NULL AND run_at <= xz_now()"
UNSHOWN = "SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL AND derived_at IS NULL"
KILLED = "terminated unexpectedly"  # RQ's word for a work-horse that did not end by itself


def measure(stand: Stand, photos: int) -> list[dict[str, Any]]:
    """Of all kinds, one after the other: the worst of them is the figure."""
    highest = worked_off(stand, islice(cycle(largest().values()), photos))
    return [{**compared("worker-memory", [(highest, MOST)], f"MB <= {MOST}", holds=highest <= MOST), "photos": photos}]


def worked_off(stand: Stand, contents: Iterable[bytes]) -> float:
    """Megabytes at the worst moment, from the worker's start on."""
    for content in contents:
        wire = Wire(stand.stack.app.port)
        WORKS["create_and_upload"](wire, stand_in(stand, content))
        wire.socket.close()
    stand.stack.start_worker()
    with watched(stand.stack.worker_pid) as watch:
        wait_until_nothing_waits(stand)
    stand.stack.stop_worker()
    assert KILLED not in stand.stack.worker_log(), "a work-horse was killed"
    assert stand.ask(UNSHOWN) == "0", "a photo cannot be shown"
    return watch.highest


def wait_until_nothing_waits(stand: Stand) -> None:
    deadline = time.monotonic() + PATIENCE
    while stand.ask(WAITING) != "0":
        assert time.monotonic() < deadline, "the worker has not come to an end"
        time.sleep(0.5)
