"""Sessions and grants (登录与设备授权): ended by time, and a grant that only sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import db
from app.domain.people import SYSTEM, Role
from app.models import Account, DeviceGrant, Operation, SignIn
from tests import make
from tests.abuse.addresses import TUS, Call, calls
from tests.cast import Actor
from tests.phone import Phone
from tests.tus import Sender

START = datetime(2026, 11, 12, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SENDS = {"POST operations", "POST uploads", "HEAD uploads", "PATCH uploads", "DELETE uploads", "HEAD photos"}
SENDS |= {"GET receipts", "HEAD receipts"}

Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _at_the_start(clock: Clock) -> None:
    clock(START)


@pytest.fixture
def town(client: FlaskClient, world: make.World) -> Actor:
    return Actor(client, "town")


@pytest.fixture
def only_grant(town: Actor) -> Actor:
    """The same phone after its session is gone: what is left is the device grant."""
    town.client.delete_cookie("xz_session")
    return town


def tried(client: FlaskClient, password: str, login: str = "town", **more: Any) -> TestResponse:
    return client.post("/api/v1/session", json={"account": login, "password": password}, **more)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["type"]


def by_grant(actor: Actor, method: str, path: str, **headers: str) -> TestResponse:
    own = {"Xunzhen-Device": str(actor.device_id), **TUS, **headers}
    return actor.client.open(path, method=method, headers=own)


def test_an_account_of_the_demo_cannot_sign_in_in_production(
    app: Flask, client: FlaskClient, world: make.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")
    assert code(tried(client, make.PASSWORD)) == (401, "wrong_credentials")
    monkeypatch.setitem(app.config, "MODE", "demo")
    assert tried(client, make.PASSWORD).status_code == 200


def test_a_session_ends_after_thirty_idle_minutes(town: Actor, clock: Clock) -> None:
    clock(START + 30 * MINUTE)
    assert town.get("/api/v1/me").status_code == 200
    clock(START + 61 * MINUTE)
    assert code(town.get("/api/v1/me")) == (401, "not_signed_in")


def test_a_session_ends_after_eight_hours_however_busy(town: Actor, clock: Clock) -> None:
    for minutes in range(0, 8 * 60 + 1, 30):
        clock(START + minutes * MINUTE)
        assert town.get("/api/v1/me").status_code == 200
    clock(START + 8 * 60 * MINUTE + timedelta(seconds=1))
    assert code(town.get("/api/v1/me")) == (401, "not_signed_in")


def test_without_the_token_of_the_session_nothing_is_changed(town: Actor, look: Any) -> None:
    for token in ({}, {"X-CSRF-Token": "another"}):
        assert code(town.client.post("/api/v1/password", json={}, headers=token)) == (403, "csrf_missing")
        assert code(town.client.delete("/api/v1/session", headers=token)) == (403, "csrf_missing")
        assert town.client.post("/sign-out", headers=token).status_code == 403
    with look(SYSTEM):
        assert db.session.scalars(select(SignIn.ended_at)).all() == [None]


def test_a_grant_sends_and_reads_nothing(app: Flask, only_grant: Actor) -> None:
    """Every address of the map: those that a grant opens are exactly the ones that send."""
    opened: set[Call] = set()
    closed: set[Call] = set()
    for call in calls(app):
        if Role.TOWN in call.roles:
            answer = by_grant(only_grant, call.method, call.path(str(uuid4())))
            (closed if answer.status_code in {401, 303} else opened).add(call)
    assert {f"{call.method} {call.noun}" for call in opened} == SENDS
    assert len(closed) > 30


def test_a_grant_without_its_device_is_refused(only_grant: Actor) -> None:
    assert code(by_grant(only_grant, "POST", "/api/v1/operations", **{"Xunzhen-Device": str(uuid4())})) == (
        403,
        "csrf_missing",
    )


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "null", "http://localhost:81"]
)
def test_a_grant_on_a_foreign_page_is_refused(only_grant: Actor, origin: str) -> None:
    answer = by_grant(only_grant, "POST", "/api/v1/operations", Origin=origin)
    assert code(answer) == (403, "foreign_origin")


def test_a_grant_on_our_own_page_is_taken(only_grant: Actor) -> None:
    answer = by_grant(only_grant, "HEAD", f"/api/v1/photos/{'0' * 64}", Origin="http://localhost")
    assert answer.status_code == 404
    answer = by_grant(only_grant, "POST", "/api/v1/operations", Origin="http://localhost")
    assert code(answer)[0] in {400, 415, 422}


def test_a_grant_ends_after_thirty_days(only_grant: Actor, clock: Clock) -> None:
    path = f"/api/v1/receipts?op_id={uuid4()}"
    clock(START + timedelta(days=30) - MINUTE)
    assert by_grant(only_grant, "GET", path).status_code == 200
    clock(START + timedelta(days=30))
    assert by_grant(only_grant, "GET", path).status_code == 401


def test_what_a_revoked_grant_sends_is_kept_and_never_dropped(only_grant: Actor, look: Any) -> None:
    with look(SYSTEM):
        db.session.scalars(select(DeviceGrant)).one().revoked_at = START
        db.session.commit()
    phone = Phone(only_grant)
    only_grant.csrf = ""
    sent = phone.operation("order.sign", {"order_id": str(uuid4())})
    envelope = {"device_id": str(only_grant.device_id), "operations": [sent]}
    answer = only_grant.post("/api/v1/operations", envelope, **{"Xunzhen-Device": str(only_grant.device_id)})
    verdict = answer.get_json()["verdicts"][0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "grant_revoked")
    with look(SYSTEM):
        kept = db.session.scalars(select(Operation)).one()
        assert (str(kept.op_id), kept.reason, kept.payload) == (sent["op_id"], "grant_revoked", sent["payload"])


def test_a_photo_is_taken_by_a_grant(only_grant: Actor) -> None:
    sender = Sender(only_grant, b"\xff\xd8 no picture yet")
    answer = sender.begin(**{"Xunzhen-Device": str(only_grant.device_id)})
    assert answer.status_code == 201


def test_a_password_that_must_be_changed_blocks_everything_but_changing_it(app: Flask, town: Actor, look: Any) -> None:
    with look(SYSTEM):
        account = db.session.scalars(select(Account).where(Account.login == "town")).one()
        account.must_change = True
        db.session.commit()
    let_in = {call.name for call in calls(app) if Role.TOWN in call.roles and _let_in(town, call)}
    assert let_in == {
        *("GET /api/v1/me", "HEAD /api/v1/me", "POST /api/v1/password", "DELETE /api/v1/session"),
        *("GET /password", "HEAD /password", "POST /password", "POST /sign-out"),
    }


def _let_in(who: Actor, call: Call) -> bool:
    """Past the door: neither refused for the password nor led away to change it."""
    if call.name in {"DELETE /api/v1/session", "POST /sign-out"}:
        return True  # shown by the next test: it would end the walk
    answer = who.client.open(call.path(str(uuid4())), method=call.method, headers={"X-CSRF-Token": who.csrf, **TUS})
    return not (answer.status_code == 403 or (answer.location or "").startswith("/password"))


def test_changing_the_password_opens_everything_again(town: Actor, look: Any) -> None:
    with look(SYSTEM):
        db.session.scalars(select(Account).where(Account.login == "town")).one().must_change = True
        db.session.commit()
    assert code(town.get("/api/v1/findings")) == (403, "password_must_change")
    changed = town.post("/api/v1/password", {"password": make.PASSWORD, "new_password": "another-one-entirely"})
    assert (changed.status_code, town.get("/api/v1/findings").status_code) == (204, 200)


def test_leaving_ends_the_session_and_leaves_the_grant(town: Actor) -> None:
    assert town.client.delete("/api/v1/session", headers={"X-CSRF-Token": town.csrf}).status_code == 204
    assert town.get("/api/v1/me").status_code == 401
    assert by_grant(town, "GET", f"/api/v1/receipts?op_id={uuid4()}").status_code == 200
