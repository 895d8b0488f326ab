"""Failed sign-ins (登录失败): five lock a login for fifteen minutes, and nothing tells whether anybody has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.actions.account import LOCKED_FOR, TRIES, hash_password
from app.db import db
from app.domain.people import SYSTEM
from app.models import Account, FailedSignIn
from tests import make
from workers import run

START = datetime(2026, 11, 12, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WRONG = "wrong"
KNOWN, UNKNOWN, CLOSED = "town", "nobody-at-all", "town2"

Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _at_the_start(clock: Clock) -> None:
    clock(START)


def tried(client: FlaskClient, login: str, password: str = WRONG) -> TestResponse:
    return client.post("/api/v1/session", json={"account": login, "password": password})


def told(answer: TestResponse) -> tuple[int, dict[str, Any], list[str]]:
    """All that an answer tells, but its own number."""
    return answer.status_code, {**answer.get_json(), "instance": "…"}, [name for name, _ in answer.headers]


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["type"]


def rows(look: Any) -> int:
    with look(SYSTEM):
        return db.session.scalars(select(func.count()).select_from(FailedSignIn)).one()


def test_five_failures_lock_for_fifteen_minutes(client: FlaskClient, world: make.World, clock: Clock) -> None:
    assert [code(tried(client, KNOWN)) for _ in range(TRIES)] == [(401, "wrong_credentials")] * TRIES
    clock(START + LOCKED_FOR - SECOND)
    assert code(tried(client, KNOWN, make.PASSWORD)) == (401, "account_locked")
    clock(START + LOCKED_FOR)
    assert tried(client, KNOWN, make.PASSWORD).status_code == 200


def test_a_right_answer_forgets_the_failures_before_it(client: FlaskClient, world: make.World) -> None:
    for _ in range(2):
        assert {tried(client, KNOWN).status_code for _ in range(TRIES - 1)} == {401}
        assert tried(client, KNOWN, make.PASSWORD).status_code == 200


def test_a_login_that_nobody_has_is_answered_alike_try_by_try(
    client: FlaskClient, world: make.World, clock: Clock, look: Any
) -> None:
    """Before the lock, in it and after it; and so is an account that was closed."""
    with look(SYSTEM):
        db.session.scalars(select(Account).where(Account.login == CLOSED)).one().closed_at = START
        db.session.commit()
    for later in [timedelta(0)] * (TRIES + 2) + [LOCKED_FOR - SECOND, LOCKED_FOR]:
        clock(START + later)
        answers = [told(tried(client, login)) for login in (KNOWN, UNKNOWN, CLOSED)]
        assert answers[0] == answers[1] == answers[2]


def test_a_login_that_nobody_has_takes_as_long(client: FlaskClient, world: make.World, look: Any) -> None:
    """Hashing a password is slow on purpose; a way past it would be seen from outside, locked or not."""
    with look(SYSTEM):
        known = db.session.scalars(select(Account).where(Account.login == KNOWN)).one()
        known.password_hash = hash_password(make.PASSWORD)
        db.session.commit()
    for _ in range(2):
        times = {login: min(_seconds(client, login) for _ in range(TRIES)) for login in (KNOWN, UNKNOWN)}
        assert min(times.values()) > max(times.values()) / 2


def test_a_password_is_hashed_as_its_makers_advise() -> None:
    """RFC 9106, the second recommended option: Argon2id with 64 MiB, three passes, four lanes."""
    assert hash_password(make.PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def _seconds(client: FlaskClient, login: str) -> float:
    began = perf_counter()
    tried(client, login)
    return perf_counter() - began


def test_trying_on_does_not_keep_a_person_out_for_longer(client: FlaskClient, world: make.World, clock: Clock) -> None:
    for _ in range(TRIES):
        tried(client, KNOWN)
    clock(START + LOCKED_FOR / 2)
    tried(client, KNOWN)
    clock(START + LOCKED_FOR)
    assert tried(client, KNOWN, make.PASSWORD).status_code == 200


def test_made_up_logins_leave_no_row_once_their_lock_is_over(
    app: Flask, client: FlaskClient, clock: Clock, look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the worker's own sweep, here on the test's database."""
    monkeypatch.setattr(run, "app", lambda: app)
    for number in range(TRIES):
        tried(client, f"made up {number}")
    for later, left in ((LOCKED_FOR - SECOND, TRIES), (LOCKED_FOR, 0)):
        clock(START + later)
        run.tidy()
        assert rows(look) == left


def test_what_was_typed_as_a_login_is_not_stored(client: FlaskClient, world: make.World, look: Any) -> None:
    tried(client, "my password, in the wrong field")
    with look(SYSTEM):
        row = db.session.scalars(select(FailedSignIn)).one()
        assert (len(row.login_hash), "password" in row.login_hash) == (64, False)


def test_a_login_that_no_database_could_hold_is_nobody_s(client: FlaskClient, world: make.World) -> None:
    assert code(tried(client, f"{KNOWN}\0")) == (401, "wrong_credentials")
