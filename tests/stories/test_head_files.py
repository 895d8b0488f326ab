"""A promise to the auditor: heads leave the house by themselves, and what is changed afterwards is named by one command."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.places import ROOT
from deploy.local.python_env import bin_of
from tests.servers import Servers, free_port
from tests.stack import Stack

CHANGE = """ALTER TABLE journal DISABLE TRIGGER journal_is_append_only;
UPDATE journal SET body = body || '{"role": "supervisor"}' WHERE act = 'account.create'"""


@pytest.fixture
def stack(servers: Servers, tmp_path: Path) -> Iterator[Stack]:
    """With a folder that somebody else keeps, and a sweep each second."""
    made = Stack(servers, f"heads_{free_port()}")
    made.app = made.app.having(HEADS_TO=str(tmp_path / "auditor"), SWEEP_EVERY="1")
    try:
        made.start_redis()
        flask(made, "account", "create", "first-auditor", "--role", "auditor", "--county", "330182000000")
        made.start_worker()
        yield made
    finally:
        made.stop()


def flask(stack: Stack, *words: str) -> tuple[int, str]:
    command = [str(bin_of("flask")), *words]
    done = subprocess.run(
        command, cwd=ROOT, env=stack.environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def wait_for(file: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < deadline, f"no {file.name} within {seconds} s"
        time.sleep(0.2)


def test_heads_leave_by_themselves_and_a_changed_row_is_named(stack: Stack, tmp_path: Path) -> None:
    folder = tmp_path / "auditor"
    wait_for(folder / "000000001.json")
    code, said = flask(stack, "verify", "--heads", str(folder))
    assert (code, "0 处不对" in said) == (0, True), said
    stack.ask(CHANGE)
    code, said = flask(stack, "verify", "--heads", str(folder))
    assert (code, said.count("row_changed"), "1 处不对" in said) == (1, 1, True), said
