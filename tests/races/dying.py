"""Processes that die on the way (半路断电): a sweep or a worker's job that ends itself by SIGKILL at a named place.

Run as `python -m tests.races.dying PLACE [JOB KEY]`; nothing of the product is replaced but the one call it dies at.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from app import queue
from app.db import db
from workers import run

SWEEP = "all marked and none sent"  # a sweep marks first, then rings for all at once
UNDONE, UNTOLD = "done and nothing committed", "committed and nobody rung"


def die(*_given: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(times: int, act: Callable[..., Any]) -> Callable[..., Any]:
    """The real thing so many times, and then the end."""
    left = iter(range(times))

    def counted(*given: Any, **named: Any) -> Any:
        return act(*given, **named) if next(left, None) is not None else die()

    return counted


def main(place: str, *job: str) -> None:
    if place == SWEEP:
        queue.Queue.enqueue_many = die
        run.sweep()
        return
    if place == UNDONE:
        db.session.commit = after(1, db.session.commit)  # the try is counted in a transaction of its own
    else:
        queue.ring = die
    name, key = job
    run.job(name, key)


if __name__ == "__main__":
    main(*sys.argv[1:])
