"""Child processes: ready means ready, and nothing outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local.places import ROOT
from deploy.local.processes import Command, Family
from deploy.local.steps import CannotGoOn

PARENT = """
import sys, time
from pathlib import Path
from deploy.local.processes import Command, Family
child = Family().start(Command("sleeper", ["sleep", "60"], log=Path(sys.argv[1]), folder=Path("/")))
print(child.pid, flush=True)
time.sleep(60)
"""


def sleeper(folder: Path, *argv: str) -> Command:
    return Command("sleeper", argv or ("sleep", "60"), log=folder / "log", folder=folder)


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
        time.sleep(0.02)
    return not Path(f"/proc/{pid}").exists()


def test_a_family_ends_every_child(tmp_path: Path) -> None:
    family = Family()
    children = [family.start(sleeper(tmp_path)) for _ in range(2)]
    family.stop()
    assert [child.running() for child in children] == [False, False]


def test_a_child_that_ignores_the_farewell_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Family().start(sleeper(tmp_path, sys.executable, "-c", deaf))
    child.wait_until(lambda: "deaf" in (tmp_path / "log").read_text())
    child.stop(patience=0.2)
    assert child.process.returncode == -signal.SIGKILL


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    words = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(child)


def test_a_child_that_dies_at_once_shows_its_last_words(tmp_path: Path) -> None:
    child = Family().start(sleeper(tmp_path, "sh", "-c", "echo no room left; exit 3"))
    with pytest.raises(CannotGoOn, match="no room left"):
        child.wait_until(lambda: False)


def test_a_lost_child_is_noticed(tmp_path: Path) -> None:
    family = Family()
    family.start(sleeper(tmp_path))
    lost = family.start(sleeper(tmp_path, "true"))
    lost.process.wait()
    assert family.lost() is lost
    family.stop()
