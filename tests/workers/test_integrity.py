"""The nightly check (夜间核验): flipped and lost bytes are found, told once, and a night goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import outside
from app.actions import upload
from app.actions.heads import write_head_file
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.heads import EVERY
from app.domain.people import SYSTEM
from app.domain.reactions import GO_ON
from app.models import Blob, BlobCheck, Due, HeadFile, HeadToken, Journal, NightlyCheck
from app.storage import photo_store
from tests import make
from tests.time_authority import set_up
from tests.workers.test_photo import kept, name
from workers import integrity

AT = datetime(2026, 11, 12, 20, 10, tzinfo=UTC)  # 13 November, 04:10 in China
DAY = date(2026, 11, 13)
CONTENTS = [f"photo {n} of 梅城镇".encode() * 50 for n in range(12)]
Clock = Callable[[datetime], None]


@pytest.fixture
def at_four(clock: Clock) -> None:
    """From the first row on: else the clock would go back, and that is an alarm."""
    clock(AT)


@pytest.fixture
def stored(at_four: None, world: make.World, look: Any) -> list[Path]:
    """Twelve originals as uploads leave them; and a head file over it all."""
    inspector = world.viewers["inspector"]
    with look(SYSTEM):
        rmtree(photo_store().spool.parent / "originals", ignore_errors=True)  # what another test has hurt would stay
        for content in CONTENTS:
            brought = upload.begin(kept(content), "image/jpeg", len(content), inspector, now())
            upload.arrive(brought, "image/jpeg", inspector, now())
            upload.hold(name(content), "{}", inspector, now())
        write_head_file(outside.our_key(), now())
        db.session.commit()
        folder = photo_store().spool.parent / "originals"
    return [folder / name(content)[:2] / name(content) for content in CONTENTS]


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.chmod(0o600)
    file.write_bytes(content)


def night(look: Any, at: datetime) -> NightlyCheck:
    """From its beginning to its end, slice by slice."""
    with look(SYSTEM):
        integrity.begin(at)
        day = local_day(at)
        for _ in range(100):
            integrity.go_on(day.isoformat(), at)
            db.session.commit()
            check = db.session.get(NightlyCheck, day)
            assert check is not None
            if check.ended_at is not None:
                return check
    raise AssertionError("the night does not end")


def alarms(look: Any) -> list[str]:
    with look(SYSTEM):
        told = db.session.scalars(select(Journal).where(Journal.act == "blob.alarm").order_by(Journal.seq)).all()
        return [row.body["trouble"] for row in told]


def test_a_whole_night_finds_nothing_where_nothing_is_wrong(stored: list[Path], look: Any) -> None:
    check = night(look, AT)
    assert (check.codes, check.told) == ({}, [])
    assert check.looked["photos"] == len(CONTENTS)
    assert check.looked["files"] == 1
    assert check.looked["rows"] > len(CONTENTS)


def test_a_time_token_that_was_exchanged_is_found(
    stored: list[Path], look: Any, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, other = set_up(tmp_path / "theirs"), set_up(tmp_path / "other")
    config = replace(app.extensions["config"], time_authority_roots=theirs.roots)
    monkeypatch.setitem(app.extensions, "config", config)
    clocks = {"at": AT, "by": "县档案馆时间戳"}
    with look(SYSTEM):
        write_head_file(outside.our_key(), now() + EVERY)
        first, second = (text.encode() for text in db.session.scalars(select(HeadFile.text).order_by(HeadFile.n)))
        db.session.add(HeadToken(n=1, content=theirs.token_over(first), **clocks))
        db.session.add(HeadToken(n=2, content=other.token_over(second), **clocks))
        db.session.commit()
    check = night(look, AT)
    assert (check.codes, check.looked["tokens"]) == ({"token_wrong": 1}, 1)
    assert check.told[0]["place"] == {"n": 2, "where": "kept_here", "why": "token_unknown"}


def test_every_flipped_bit_and_every_lost_file_is_found(stored: list[Path], look: Any) -> None:
    for file in stored[:8]:
        flip(file)
    for file in stored[8:10]:
        file.unlink()
    check = night(look, AT)
    assert check.codes == {"photo_changed": 8, "photo_lost": 2}
    assert {it["place"]["sha256"] for it in check.told} == {file.name for file in stored[:10]}


def test_a_trouble_is_told_in_the_journal_once(stored: list[Path], look: Any, clock: Clock) -> None:
    flip(stored[0])
    for days in range(3):
        clock(AT + timedelta(days=days))
        night(look, AT + timedelta(days=days))
    assert alarms(look) == ["photo_changed"]


def test_what_is_whole_again_is_no_trouble_any_more(stored: list[Path], look: Any, clock: Clock) -> None:
    flip(stored[0])
    night(look, AT)
    stored[0].write_bytes(CONTENTS[0])
    clock(AT + timedelta(days=1))
    assert night(look, AT + timedelta(days=1)).codes == {}
    with look(SYSTEM):
        row = db.session.get(BlobCheck, stored[0].name)
        assert row is not None
        assert (row.trouble, row.since, row.checked_at) == (None, None, AT + timedelta(days=1))


def test_a_night_goes_on_where_its_last_slice_stopped(
    stored: list[Path], look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "ORIGINALS", 5)
    monkeypatch.setattr(integrity, "STREAMS", 1)
    seen = []
    with look(SYSTEM):
        integrity.begin(AT)
        for _ in range(3):
            integrity.go_on(DAY.isoformat(), AT)
            seen.append(len(db.session.scalars(select(BlobCheck.sha256)).all()))
        assert len(db.session.scalars(select(Due.id).where(Due.job == GO_ON, Due.done_at.is_(None))).all()) == 4
    assert seen == [5, 10, 12]
    assert night(look, AT).looked["photos"] == len(CONTENTS)


def test_it_begins_at_four_and_once_a_day(stored: list[Path], look: Any) -> None:
    with look(SYSTEM):
        integrity.begin(AT - timedelta(minutes=11))  # 03:59
        assert db.session.scalars(select(NightlyCheck)).all() == []
        for hours in (0, 1, 19):
            integrity.begin(AT + timedelta(hours=hours))
        assert db.session.scalars(select(NightlyCheck.day)).all() == [DAY]


def test_a_blob_without_its_row_of_the_journal_is_unknown(stored: list[Path], look: Any) -> None:
    foreign = b"put there by somebody"
    with look(SYSTEM):
        db.session.add(Blob(sha256=kept(foreign), size=len(foreign), media_type="image/jpeg", stored_at=AT))
        db.session.commit()
    check = night(look, AT)
    assert check.told == [{"code": "photo_unknown", "place": {"sha256": name(foreign)}}]
