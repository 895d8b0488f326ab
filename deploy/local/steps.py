"""What the command says while it works (步骤): each step with its time, and refusals that say what to do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_WIPE = "\r\033[K" if sys.stdout.isatty() else ""


class CannotGoOn(Exception):
    """A foreseen obstacle, with the sentence that tells a person how to remove it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")


@dataclass(frozen=True)
class Done:
    """How a watched program ended."""

    code: int
    last_words: str


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
    taken = f"{time.monotonic() - began:.1f} s"
    print(f"{_WIPE}  {title} … {taken}" if _WIPE else f" {taken}", flush=True)


def watched(words: list[str], *, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Done:
    """Run a program to its end; on a terminal its newest line runs along, and its last lines are kept for a refusal."""
    lines: deque[str] = deque(maxlen=15)
    program = subprocess.Popen(
        words,
        cwd=folder,
        env=None if environment is None else dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        process_group=0,  # not a session of its own: sudo would ask for the password again
    )
    try:
        for line in program.stdout or ():
            lines.append(line.rstrip())
            _show(lines[-1])
        _close(program)
        return Done(program.wait(), "\n    ".join(["", *lines]))
    except BaseException:
        # Ctrl-C: what the program itself started must end too. A program of sudo's is left to end by itself.
        with suppress(PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        _close(program)
        program.wait()
        raise


def _close(program: subprocess.Popen[str]) -> None:
    if program.stdout is not None:
        program.stdout.close()


def _show(line: str) -> None:
    if _WIPE:
        room = shutil.get_terminal_size().columns - 8
        print(f"{_WIPE}    … {line[:room]}", end="", flush=True)
