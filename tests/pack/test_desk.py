"""Packs at the desk (桌面上的证据包): one button, waited for, taken by who asked and by nobody else, gone after a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import AccessLog, Journal, Pack, Stream
from tests.desk import Desk
from tests.pack.conftest import Packed
from tests.packed import AT
from workers.pack import forget, make

Clock = Callable[[datetime], None]


def asked(desk: Desk, packed: Packed) -> str:
    """By the button on the order's page; where it leads."""
    page = desk.open(f"/orders/{packed.order_id}")
    answer = desk.send(page.form(of="order"))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def work(packed: Packed, job: Callable[[str, datetime], None]) -> None:
    with packed.look(SYSTEM):
        for pack_id in db.session.scalars(select(Pack.id)).all():
            job(str(pack_id), now())
        db.session.commit()


@pytest.mark.parametrize("login", ["supervisor", "leader", "town"])
def test_who_may_see_it_may_take_it_home(app: Flask, packed: Packed, login: str) -> None:
    desk = Desk(app, login)
    address = asked(desk, packed)
    assert "正在做" in desk.open(address).text
    work(packed, make)
    page = desk.open(address)
    assert "下载" in page.text
    answer = desk.get(f"{address}/file")
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    content = answer.get_data()
    assert {"verify.py", "index.html", "manifest.json"} <= set(ZipFile(BytesIO(content)).namelist())
    assert int(answer.headers["Content-Length"]) == len(content)
    with packed.look(SYSTEM):
        taken = [(row.noun, str(row.subject_id)) for row in db.session.scalars(select(AccessLog))]
    assert taken == [("pack", address.rpartition("/")[2])]


def test_who_took_it_stands_in_the_access_log(app: Flask, packed: Packed) -> None:
    """For who took it, and for the auditor; another of the office does not learn what was asked for."""
    desk = Desk(app, "supervisor")
    address = asked(desk, packed)
    work(packed, make)
    desk.get(f"{address}/file")
    shown = {login: "没有打开过" not in Desk(app, login).open("/access").text for login in ("supervisor", "auditor")}
    assert shown == {"supervisor": True, "auditor": True}
    assert "没有打开过" in Desk(app, "supervisor2").open("/access").text


def test_nobody_else_has_it(app: Flask, packed: Packed) -> None:
    address = asked(Desk(app, "supervisor"), packed)
    work(packed, make)
    for login in ("supervisor2", "leader", "town"):
        other = Desk(app, login)
        assert [other.get(f"{address}{more}").status_code for more in ("", "/file")] == [404, 404]
        assert packed.world.viewers[login].user_id is not None
        assert address not in other.open("/packs").links


def test_a_town_takes_its_own_month_and_no_others(app: Flask, packed: Packed) -> None:
    desk = Desk(app, "town")
    page = desk.open(f"/scores/2026-11/{packed.town_id}")
    assert desk.send(page.form(of="month")).status_code == 303
    other = Desk(app, "town2")
    form = other.open("/packs")
    assert "还没有要过证据包" in form.text
    stranger = {"of": "month", "subject_id": str(packed.town_id), "month": "2026-11", "op_id": str(uuid4())}
    csrf = next(it.fields["csrf_token"][0] for it in form.forms if "csrf_token" in it.fields)
    assert other.client.post("/packs", data={**stranger, "csrf_token": csrf}).status_code == 404


def test_who_waits_already_is_led_to_the_same_one(app: Flask, packed: Packed) -> None:
    desk = Desk(app, "supervisor")
    assert asked(desk, packed) == asked(desk, packed)
    work(packed, make)
    assert len({asked(desk, packed), asked(desk, packed)}) == 1


def test_the_office_asks_in_the_countys_own_stream_and_a_town_in_its_own(app: Flask, packed: Packed) -> None:
    for login in ("supervisor", "town"):
        asked(Desk(app, login), packed)
    work(packed, make)
    with packed.look(SYSTEM):
        told = (
            select(Journal.act, Stream.kind).join(Stream, Stream.id == Journal.stream_id).where(Journal.noun == "pack")
        )
        rows = sorted(tuple(row) for row in db.session.execute(told))
    assert rows == [("pack.ask", "cases"), ("pack.ask", "town"), ("pack.make", "cases"), ("pack.make", "town")]


def test_after_a_week_it_is_gone_and_can_be_made_again(app: Flask, packed: Packed, clock: Clock) -> None:
    desk = Desk(app, "supervisor")
    address = asked(desk, packed)
    work(packed, make)
    work(packed, forget)
    assert desk.get(f"{address}/file").status_code == 200
    clock(AT + timedelta(days=7, hours=1))
    work(packed, forget)
    desk = Desk(app, "supervisor")
    assert desk.get(f"{address}/file").status_code == 404
    page = desk.open(address)
    assert "已经清掉" in page.text
    assert desk.send(page.form(of="order")).status_code == 303


@pytest.mark.parametrize(
    "more", [{"of": "year"}, {"of": "month"}, {"month": "2026-13", "of": "month"}, {"subject_id": "x"}]
)
def test_a_form_that_is_none_is_refused_in_words(app: Flask, packed: Packed, more: dict[str, Any]) -> None:
    desk = Desk(app, "supervisor")
    form = desk.open(f"/orders/{packed.order_id}").form(of="order")
    fields = {name: values[0] for name, values in form.fields.items()} | more
    answer = desk.client.post("/packs", data=fields)
    assert answer.status_code == 422
