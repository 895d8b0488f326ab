"""Head files by themselves (指纹文件自己送出): the sweep writes, a job brings, a place that is away is asked again in a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.reactions import DELIVER
from app.models import Due, HeadDelivery
from app.outside import opened
from tests import make
from workers import heads

AT = datetime(2026, 11, 12, 3, 10, tzinfo=UTC)


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one place of this deployment."""
    there = tmp_path / "heads"
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], heads_to=(str(there),)))
    return there


def open_jobs() -> list[datetime]:
    waiting = select(Due.run_at).where(Due.job == DELIVER, Due.done_at.is_(None)).order_by(Due.run_at)
    return list(db.session.scalars(waiting))


def test_the_sweep_asks_for_a_delivery_to_each_place(
    world: make.World, look: Any, clock: Callable[[datetime], None], folder: Path
) -> None:
    clock(AT)
    with look(SYSTEM):
        heads.write(now())
        heads.write(now())
        assert open_jobs() == [AT]
        heads.bring(opened(str(folder)).key, now())
    assert [file.name for file in folder.iterdir()] == ["000000001.json"]


def test_a_place_that_is_away_is_asked_again_in_a_minute(
    world: make.World, look: Any, clock: Callable[[datetime], None], folder: Path
) -> None:
    folder.write_text("a file where the folder should be")
    clock(AT)
    with look(SYSTEM):
        heads.write(now())
        heads.bring(opened(str(folder)).key, now())
        assert open_jobs() == [AT, AT + timedelta(minutes=1)]
        assert db.session.scalars(select(HeadDelivery.trouble)).one()


def test_a_place_that_is_no_longer_configured_gets_nothing(world: make.World, look: Any, folder: Path) -> None:
    with look(SYSTEM):
        heads.write(now())
        heads.bring("another-place", now())
        assert db.session.scalars(select(HeadDelivery)).all() == []
