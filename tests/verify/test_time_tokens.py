"""Time tokens of head files (时间戳的核验): each fits, or is named; the rest says when, and by whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import outside
from app.actions.heads import deliver, write_head_file
from app.actions.time_token import fetch_tokens
from app.db import db, now
from app.domain.heads import hash_of, name_of, token_name_of
from app.domain.people import SYSTEM
from app.models import HeadToken
from app.outside.folder import FolderPlace
from app.outside.time_authority import TimeAuthority
from tests import time_authority
from tests.time_authority import serving, set_up
from tests.verify.conftest import Clock, Life, Owner
from tests.verify.test_command import run

BY = "“县档案馆时间戳”"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[time_authority.TimeAuthority]:
    with serving(set_up(tmp_path / "theirs")) as authority:
        yield authority


@pytest.fixture
def trusting(app: Flask, theirs: time_authority.TimeAuthority, monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(app.extensions["config"], time_authority_roots=theirs.roots)
    monkeypatch.setitem(app.extensions, "config", config)


@pytest.fixture
def folder(life: Life, look: Any, theirs: time_authority.TimeAuthority, trusting: None, tmp_path: Path) -> Path:
    """Two head files outside; the second is stamped, for the authority was set up between them."""
    place = FolderPlace(tmp_path / "heads")
    with look(SYSTEM):
        assert fetch_tokens(TimeAuthority(theirs.address, theirs.roots), now()).whole
        assert deliver(place, now())
        db.session.commit()
    return place.root


def replaced(folder: Path, content: bytes) -> None:
    (folder / token_name_of(2)).unlink()
    (folder / token_name_of(2)).write_bytes(content)


def test_it_says_of_each_file_whether_when_and_by_whom(app: Flask, folder: Path) -> None:
    code, lines = run(app, "--heads", folder)
    assert code == 0
    assert "1 到 1：没有对得上的时间戳" in lines[0]
    assert "2 到 2：时间戳对得上" in lines[1]
    assert BY in lines[1]


def test_a_machine_reads_a_line_for_each(app: Flask, folder: Path, look: Any) -> None:
    _, lines = run(app, "--heads", folder, "--json")
    with look(SYSTEM):
        at = db.session.query(HeadToken).one().at
    said = json.loads(lines[0])
    assert (said["stamped"], said["by"], said["known"]) == (2, "县档案馆时间戳", True)
    assert datetime.fromisoformat(said["at"]) == at
    assert json.loads(lines[-1])["tokens"] == 1


@pytest.mark.parametrize("where", ["there", "here"])
def test_a_token_over_another_file_is_named(
    app: Flask, folder: Path, theirs: time_authority.TimeAuthority, owner: Owner, where: str
) -> None:
    other = theirs.token_over(b"another file")
    if where == "there":
        replaced(folder, other)
    else:
        change(owner, "UPDATE head_token SET content = %s", other)
    code, lines = run(app, "--heads", folder)
    assert (code, lines[0].split()[0]) == (1, "token_wrong")
    assert "指纹文件 2 的时间戳" in lines[0]
    assert ("外部存放处" if where == "there" else "本库") in lines[0]
    assert "盖的是另一份文件" in lines[0]


def change(owner: Owner, statement: str, *values: object) -> None:
    with owner() as wire:
        wire.exec_driver_sql("ALTER TABLE head_token DISABLE TRIGGER head_token_is_append_only")
        wire.exec_driver_sql(statement, values)


def test_somebody_elses_token_is_named(app: Flask, folder: Path, life: Life, tmp_path: Path) -> None:
    """About the right file, by whoever found a tool for it."""
    replaced(folder, set_up(tmp_path / "other", "另一家").token_over(life.outside[2].encode()))
    code, lines = run(app, "--heads", folder)
    assert (code, "不是由信任的根证书签发的" in lines[0]) == (1, True)


def test_a_changed_token_and_garbage_are_named(app: Flask, folder: Path) -> None:
    content = bytearray((folder / token_name_of(2)).read_bytes())
    content[-8] ^= 1
    replaced(folder, bytes(content))
    assert "签名不对" in run(app, "--heads", folder)[1][0]
    replaced(folder, b"not a token")
    assert "不是时间戳" in run(app, "--heads", folder)[1][0]


def test_a_token_that_was_taken_away_is_missed(app: Flask, folder: Path, owner: Owner) -> None:
    kept = (folder / token_name_of(2)).read_bytes()
    (folder / token_name_of(2)).unlink()
    assert "外部存放处里没有" in run(app, "--heads", folder)[1][0]
    (folder / token_name_of(2)).write_bytes(kept)
    change(owner, "DELETE FROM head_token")
    assert "本库里没有" in run(app, "--heads", folder)[1][0]


def test_a_file_made_anew_with_our_own_key_has_no_token_that_fits(app: Flask, folder: Path, owner: Owner) -> None:
    """Whoever holds database, secret and place cannot stamp the past."""
    text = (folder / name_of(2)).read_text()
    (folder / name_of(2)).unlink()
    (folder / name_of(2)).write_text(text.replace(json.loads(text)["root"], hash_of("another root")))
    codes = {line.split()[0] for line in run(app, "--heads", folder)[1][:-1]}
    assert "token_wrong" in codes


def test_without_roots_it_says_that_nobody_is_known(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], time_authority_roots=""))
    code, lines = run(app, "--heads", folder)
    assert (code, "签名没有核对" in lines[2]) == (0, True)


def test_a_file_that_was_stamped_before_it_was_made_is_an_alarm(
    app: Flask, life: Life, look: Any, clock: Clock, theirs: time_authority.TimeAuthority
) -> None:
    """The server's clock was far ahead: an authority that keeps the time shows it."""
    clock(datetime(2089, 1, 1, tzinfo=UTC))
    with look(SYSTEM):
        write_head_file(outside.our_key(), now())
        fetch_tokens(TimeAuthority(theirs.address, theirs.roots), now())
        db.session.commit()
    code, lines = run(app)
    assert (code, lines[0].split()[0]) == (0, "token_too_early")
    assert "1 处要留意" in lines[-1]
