"""The sweep's process (补漏进程): it ends with the worker that started it, however early that ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.places import ROOT
from tests.servers import surroundings

RUN = [sys.executable, "-m", "workers.run"]


@pytest.fixture
def environment(clone_database: Callable[[str], dict[str, str]], tmp_path: Path) -> dict[str, str]:
    """An app whose Redis is nowhere."""
    return {**surroundings(clone_database("sweep"), tmp_path), "MARK": str(tmp_path)}


def left(mark: str) -> list[str]:
    """Command lines of living processes with this mark among their variables."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name != str(os.getpid()) and mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_a_worker_that_cannot_begin_leaves_no_sweep_behind(environment: dict[str, str]) -> None:
    ended = subprocess.run(RUN, cwd=ROOT, env=environment, check=False, capture_output=True, timeout=60)
    assert (ended.returncode != 0, left(environment["MARK"])) == (True, [])


def test_a_sweep_whose_worker_is_gone_already_ends_at_once(environment: dict[str, str]) -> None:
    with subprocess.Popen(["true"]) as worker:
        worker.wait()
    ended = subprocess.run([*RUN, "sweep", str(worker.pid)], cwd=ROOT, env=environment, check=False, timeout=30)
    assert ended.returncode == 0
