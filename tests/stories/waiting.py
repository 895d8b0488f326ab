"""Waiting (等结果): for what the workers do by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0


def until(holds: Callable[[], bool], seconds: float = PATIENCE, every: float = 0.5) -> bool:
    """Does it come true within a minute, or so many seconds, with nobody asking the server for anything?"""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True
