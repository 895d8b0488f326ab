"""Memory (内存): what a process and all it started hold, watched while something else goes on."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
EVERY = 0.2  # seconds; a look walks all pages of a process and halts it meanwhile


class Watch:
    """`highest`: megabytes; pages that processes share count once (PSS), and the copies of a fork are not all counted whole."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.highest = 0.0
        self.looks = 0
        self._over = threading.Event()

    def look(self) -> float:
        now = sum(map(_pss, _with_all_children(self.root)))
        self.highest, self.looks = max(self.highest, now), self.looks + 1
        return now

    def keep_looking(self) -> None:
        while not self._over.wait(EVERY):
            self.look()

    def end(self) -> None:
        self._over.set()


@contextmanager
def watched(root: int) -> Iterator[Watch]:
    watch = Watch(root)
    thread = threading.Thread(target=watch.keep_looking)
    thread.start()
    try:
        yield watch
    finally:
        watch.end()
        thread.join()


def _with_all_children(pid: int) -> list[int]:
    found = [pid]
    with suppress(FileNotFoundError, ProcessLookupError):  # ended since it was listed
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += _with_all_children(int(child))
    return found


def _pss(pid: int) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        told = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
        return int(told[1]) / 1024 if told else 0.0
    return 0.0
