"""What the command says while it works: numbered steps with their time, and refusals that say what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class CannotGoOn(Exception):  # noqa: N818 (a refusal, not a defect)
    """A foreseen obstacle, with the sentence that tells a person how to remove it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title before the work and the seconds after it, so that a slow step is seen to be at work."""
    print(f"  {title} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)
