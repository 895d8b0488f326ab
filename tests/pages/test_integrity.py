"""Integrity (完整性) at the desk: who reads what; a place that is away, a night that found something, a worker that stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app import outside
from app.actions.heads import TAKEN, write_head_file
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import HeadDelivery, HeadToken, NightlyCheck
from app.outside.faults import key_of
from tests import make
from tests.pages.conftest import SignedIn

AT = datetime(2026, 11, 12, 3, 10, tzinfo=UTC)
SHA = "ab" * 32
Clock = Callable[[datetime], None]


PLACES = ("/srv/heads", "https://archive.example/heads", "/srv/new")


@pytest.fixture
def night(app: Flask, world: make.World, look: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head file, three places and one of former times, and a night that found a changed photo."""
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], heads_to=PLACES))
    clock(AT)
    with look(SYSTEM):
        write_head_file(outside.our_key(), now())
        for place, n, trouble in ((PLACES[0], 1, None), (PLACES[1], 0, "No route to host"), ("/srv/former", 1, None)):
            row = HeadDelivery(place=key_of(place), label=place, delivered_n=n, tried_at=AT, trouble=trouble)
            db.session.add(row)
        check = NightlyCheck(day=date(2026, 11, 12), begun_at=AT, ended_at=AT, part="chains", cursor="")
        check.looked, check.doubted = {"photos": 1234, "rows": 56_789}, []
        check.codes, check.told = {"photo_changed": 1}, [{"code": "photo_changed", "place": {"sha256": SHA}}]
        db.session.add(check)
        db.session.commit()


@pytest.mark.parametrize("login", ["auditor", "secadmin"])
def test_who_watches_reads_what_is_broken_and_what_to_do(desk: SignedIn, night: None, login: str) -> None:
    page = desk(login).open("/integrity")
    assert page.status == 200
    for words in ("第 1 份", "已送到第 1 份", "差 1 份", "No route to host", "1,234", "56,789", SHA, "怎么办"):
        assert words in page.text


def test_only_places_of_now_are_told_of(desk: SignedIn, night: None) -> None:
    page = desk("auditor").open("/integrity")
    assert "/srv/new 还没有送过" in page.text
    assert "/srv/former" not in page.text


def test_the_office_reads_counts_and_no_names(desk: SignedIn, night: None) -> None:
    page = desk("supervisor").open("/integrity")
    assert "上次核验有 1 处不对" in page.text
    assert SHA not in page.text


@pytest.mark.parametrize("login", ["town", "inspector", "leader", "sysadmin"])
def test_nobody_else_opens_it(desk: SignedIn, world: make.World, login: str) -> None:
    assert desk(login).get("/integrity").status_code == 403


def test_before_anything_was_made_it_says_so(desk: SignedIn, world: make.World) -> None:
    page = desk("auditor").open("/integrity")
    assert "还没有指纹文件" in page.text
    assert "凌晨四点开始" in page.text


def test_a_worker_that_stopped_shows(desk: SignedIn, night: None, clock: Clock) -> None:
    clock(AT + timedelta(minutes=15))
    assert "超过十五分钟" not in desk("auditor").open("/integrity").text
    clock(AT + timedelta(minutes=16))
    assert "超过十五分钟" in desk("auditor").open("/integrity").text


def test_a_place_with_a_foreign_file_says_what_to_do(desk: SignedIn, night: None, look: Any) -> None:
    with look(SYSTEM):
        row = db.session.get(HeadDelivery, key_of(PLACES[1]))
        assert row is not None
        row.trouble = TAKEN
        db.session.commit()
    assert "没有覆盖" in desk("auditor").open("/integrity").text


@pytest.fixture
def authority(app: Flask, night: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Configured after the head file; returns its key."""
    address = "https://tsa.example/tsr?account=its-own-secret"
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], time_authority=address))
    return key_of(address)


def test_a_time_authority_that_was_never_asked_says_so(desk: SignedIn, authority: str) -> None:
    page = desk("auditor").open("/integrity")
    assert "https://tsa.example 还没有盖过" in page.text
    assert "its-own-secret" not in page.text


@pytest.mark.parametrize(
    ("trouble", "told"), [("TimeoutError", "盖不到，差 1 份"), ("token_unknown", "不是由信任的根证书签发的。没有留")]
)
def test_a_time_authority_in_trouble_says_what_to_do(
    desk: SignedIn, authority: str, look: Any, trouble: str, told: str
) -> None:
    with look(SYSTEM):
        db.session.add(HeadDelivery(place=authority, label="tsa", delivered_n=0, tried_at=AT, trouble=trouble))
        db.session.commit()
    assert told in desk("auditor").open("/integrity").text


def test_the_newest_time_token_is_shown(desk: SignedIn, authority: str, look: Any) -> None:
    with look(SYSTEM):
        db.session.add(HeadDelivery(place=authority, label="tsa", delivered_n=1, tried_at=AT))
        db.session.add(HeadToken(n=1, at=AT, by="县档案馆时间戳", content=b"-"))
        db.session.commit()
    assert "已盖到第 1 份，11月12日 11:10，由“县档案馆时间戳”" in desk("auditor").open("/integrity").text


def test_the_navigation_leads_there(desk: SignedIn, world: make.World) -> None:
    for login in ("auditor", "secadmin", "supervisor"):
        assert "/integrity" in desk(login).open("/me").links
