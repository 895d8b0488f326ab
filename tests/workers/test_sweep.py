"""The sweep's process (补漏进程): it ends with the worker that started it, and no fault of one step stops another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.actions import upload
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import SelfCheck
from deploy.local.places import ROOT
from tests import make
from tests.asking import NOW
from tests.cast import sign_in
from tests.phone import Phone
from tests.phone import photo as declared
from tests.servers import surroundings
from workers import photo, run, track

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


def test_a_step_that_fails_stops_no_other_step(
    app: Flask, clock: Callable[[datetime], None], look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever went wrong in one, a defect of ours too: what comes after it is done, in a transaction of its own."""
    done: list[datetime] = []

    def fails(_at: datetime) -> None:
        raise ValueError("a day that no calendar has")

    monkeypatch.setattr(run, "app", lambda: app)
    monkeypatch.setattr(run, "forget_failures", fails)
    monkeypatch.setattr(photo, "match", fails)
    monkeypatch.setattr(track, "purge", done.append)
    clock(NOW)
    run.tidy()
    assert done == [NOW]


def test_an_owner_that_cannot_be_completed_stops_no_other(
    world: make.World, look: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two self-checks whose last photos the sweep finds: the first of them cannot be made whole."""
    town, real = Phone(sign_in(app.test_client(), "town")), upload.complete_self_check
    said = {"town_id": str(world.towns["梅城镇"]), "dimension": "WS", "clean": True}
    ids = sorted(uuid4() for _ in range(2))
    for number, check_id in enumerate(ids):
        shown = [declared(f"街{number}", 0, "selfcheck")]
        town.send(town.operation("selfcheck.record", {**said, "selfcheck_id": str(check_id), "photos": shown}))

    def fails_once(check: SelfCheck, at: datetime) -> None:
        if check.id == ids[0]:
            raise ValueError("a row that cannot be read")
        real(check, at)

    monkeypatch.setattr(upload, "complete_self_check", fails_once)
    with look(SYSTEM):
        for number in range(2):
            make.hold(make.photo(f"街{number}"), world.viewers["town"])
        photo.match(now())
        db.session.commit()
        whole = select(SelfCheck.id).where(SelfCheck.whole_at.is_not(None))
        assert list(db.session.scalars(whole)) == ids[1:]
