"""Stamped copies (带水印的图): to take away, for those who see the photo, from the moment there is one; each time logged."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import AccessLog
from app.storage import photo_store
from tests import make, stamped
from tests.cast import sign_in
from tests.stamped import Printed
from workers.integrity import look as look_at
from workers.stamp import stamp


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    return stamped.printed(world, look)


def address(it: Any) -> str:
    return f"/api/v1/photos/{it}/stamped"


def reads(look: Any) -> int:
    with look(SYSTEM):
        return db.session.scalar(select(func.count()).select_from(AccessLog)) or 0


@pytest.mark.parametrize("login", ["inspector", "supervisor", "leader", "town"])
def test_who_sees_the_photo_takes_the_stamped_copy_away(
    client: FlaskClient,
    printed: Printed,
    look: Any,
    login: str,
) -> None:
    printed.released()
    answer = sign_in(client, login).get(address(printed.photo_id))
    assert (answer.status_code, answer.content_type, answer.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{printed.photo_id}.jpg"'
    assert reads(look) == 1


def test_a_copy_that_is_not_what_was_made_is_refused_and_looked_at(
    client: FlaskClient, printed: Printed, look: Any
) -> None:
    printed.released()
    with look(SYSTEM):
        photo_store().keep_stamped(printed.photo_id, photo_store().small(stamped.SHA, 320) or b"")
    answer = sign_in(client, "town").get(address(printed.photo_id))
    assert (answer.status_code, answer.get_json()["type"]) == (410, "photo_integrity")
    with look(SYSTEM):
        look_at(stamped.SHA, now())
        stamp(str(printed.world.towns["梅城镇"]), now())
        db.session.commit()
    assert sign_in(client, "town").get(address(printed.photo_id)).status_code == 200


@pytest.mark.parametrize("login", ["inspector", "supervisor", "town"])
def test_before_the_release_there_is_none(client: FlaskClient, printed: Printed, look: Any, login: str) -> None:
    who = sign_in(client, login)
    assert [who.get(address(it)).status_code for it in (printed.photo_id, uuid4(), "x")] == [404] * 3
    assert reads(look) == 0


@pytest.mark.parametrize("login", ["town2", "inspector2"])
def test_others_never_find_it(client: FlaskClient, printed: Printed, world: make.World, login: str) -> None:
    printed.released()
    assert sign_in(client, login).get(address(printed.photo_id)).status_code == 404
