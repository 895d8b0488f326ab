"""The public check of a code (公开验真): valid or not, when and where, for anybody; and not a byte before the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event
from werkzeug.test import TestResponse

from app.config import Mode
from app.domain.stamp import grouped
from app.factory import create_app
from app.limits import limiter
from tests import make, stamped
from tests.abuse.addresses import comparable
from tests.stamped import SHA, Printed

UNKNOWN = "00000000000000"
VALID, INVALID = ">有效<", ">无效<"


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    return stamped.printed(world, look)


@pytest.fixture
def limited(app: Flask) -> Iterator[FlaskClient]:
    """As in production, counted in this process; limits are the program's, so they are switched off again."""
    config = replace(app.extensions["config"], mode=Mode.DEMO, redis_url="memory://")
    try:
        yield create_app(config).test_client()
    finally:
        limiter.reset()
        limiter.enabled = False


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_stamped_photo_is_valid_and_its_time_and_town_are_said(client: FlaskClient, printed: Printed) -> None:
    text = page(client, f"/v/{grouped(printed.released())}")
    assert VALID in text
    assert ("2026-11-12 10:00:00" in text, "手机时间，未核对" in text, "建德市梅城镇" in text) == (True, True, True)


def test_nothing_else_is_told(client: FlaskClient, printed: Printed) -> None:
    """Neither unit nor people, point, photo, place or round."""
    text = page(client, f"/v/{printed.released()}")
    secrets = ["督查组", "人民政府", "北门", "119.5", "29.5", "季度", *printed.world.viewers, SHA]
    secrets += [str(it) for it in (printed.photo_id, printed.round_id, printed.finding_id)]
    assert [it for it in secrets if it in re.sub(r"<(header|head)\b.*?</\1>", "", text, flags=re.DOTALL)] == []


def test_a_code_may_be_typed_as_it_is_read(client: FlaskClient, printed: Printed) -> None:
    code = printed.released()
    typed = grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert VALID in client.get("/v", query_string={"code": typed}).get_data(as_text=True)


def test_before_the_release_a_code_is_answered_like_one_that_there_is_not(
    client: FlaskClient, printed: Printed, desk: Any
) -> None:
    """Every byte and header, for people who are signed in too: only what was typed differs."""
    for browser in (client, desk("supervisor").client, desk("town").client):
        real, unknown = (browser.get(f"/v/{code}") for code in (printed.code, UNKNOWN))
        assert INVALID in real.get_data(as_text=True)
        told = [_but_the_code(it, code) for it, code in ((real, printed.code), (unknown, UNKNOWN))]
        assert told[0] == told[1]


def _but_the_code(answer: TestResponse, code: str) -> str:
    return re.sub(f"{grouped(code)}|{code}", "…", str(comparable(answer)))


def test_a_secret_code_asks_the_database_what_an_unknown_one_asks(
    client: FlaskClient, printed: Printed, wire: Connection
) -> None:
    """Nothing more is looked up once it is found, so that time tells nothing either."""
    asked: list[str] = []
    event.listen(wire, "before_cursor_execute", lambda *given: asked.append(given[2]))
    told = []
    for code in (printed.code, UNKNOWN, "malformed"):
        asked.clear()
        client.get(f"/v/{code}")
        told.append([statement for statement in asked if "SAVEPOINT" not in statement])
    assert told[0] == told[1] == told[2]
    assert len([statement for statement in told[0] if "photo_code" in statement]) == 1


@pytest.mark.parametrize("typed", ["x", "8F3K-2Q7M-9T1X", "U" * 14, "<b>8F3K</b>", "编号" * 50, "%00"])
def test_what_is_no_code_is_not_valid_and_harms_nothing(client: FlaskClient, world: make.World, typed: str) -> None:
    text = client.get("/v", query_string={"code": typed}).get_data(as_text=True)
    assert INVALID in text
    assert "<b>8F3K" not in text


def test_the_bare_page_only_asks(client: FlaskClient, world: make.World) -> None:
    text = page(client, "/v")
    assert (VALID in text, INVALID in text, 'name="code"' in text) == (False, False, True)


def test_it_is_neither_stored_nor_indexed(client: FlaskClient, world: make.World) -> None:
    headers = client.get(f"/v/{UNKNOWN}").headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_whoever_tries_too_often_is_told_to_wait_whatever_the_code(printed: Printed, limited: FlaskClient) -> None:
    """By both addresses together; a page that says what to do."""
    code = printed.released()
    assert {limited.get(path).status_code for path in ("/v", f"/v/{UNKNOWN}") * 15} == {200}
    answers = [limited.get(f"/v/{it}") for it in (code, UNKNOWN)]
    assert [it.status_code for it in answers] == [429, 429]
    assert "等一分钟再试" in answers[0].get_data(as_text=True)
    assert VALID not in answers[0].get_data(as_text=True)
