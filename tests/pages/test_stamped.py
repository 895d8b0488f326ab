"""The link to a stamped copy (带水印): on every picture that has one, at the desk and in what a phone is told; on no other."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import make, stamped
from tests.cast import sign_in
from tests.pages.conftest import SignedIn
from tests.stamped import Printed


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    return stamped.printed(world, look)


def link(printed: Printed) -> str:
    return f'href="/api/v1/photos/{printed.photo_id}/stamped" download'


def told(client: FlaskClient, login: str, printed: Printed) -> list[dict[str, Any]]:
    body = sign_in(client, login).get(f"/api/v1/findings/{printed.finding_id}").get_json()
    photos: list[dict[str, Any]] = body["photos"]
    return photos


def test_the_desk_offers_it_once_there_is_one(desk: SignedIn, printed: Printed) -> None:
    page = f"/findings/{printed.finding_id}"
    before = desk("supervisor").get(page).get_data(as_text=True)
    printed.released()
    after = {login: desk(login).get(page).get_data(as_text=True) for login in ("supervisor", "town", "leader")}
    assert link(printed) not in before
    assert [login for login, text in after.items() if link(printed) not in text] == []


def test_a_phone_is_told_once_there_is_one(client: FlaskClient, printed: Printed) -> None:
    assert "stamped" not in told(client, "inspector", printed)[0]
    printed.released()
    assert told(client, "inspector", printed)[0]["stamped"] is True
