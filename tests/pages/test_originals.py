"""Originals (原图): who may open one, that each opening is one row of the access log, and of a sealed photo one of the journal."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.mask import Reach
from app.domain.people import SYSTEM
from app.models import AccessLog, Journal
from app.storage import photo_store
from tests import make, masked, samples, stamped
from tests.desk import Desk
from tests.pages.conftest import SignedIn
from tests.stamped import CONTENT, Printed

NOTHING: list[tuple[str, str | None]] = []


@pytest.fixture
def printed(world: make.World, look: Any) -> Printed:
    return stamped.printed(world, look)


@pytest.fixture
def released(printed: Printed) -> Printed:
    printed.released()
    return printed


def address(it: Printed) -> str:
    return f"/photos/{it.photo_id}/original"


def take(desk: Desk, it: Printed, which: str = "sent", why: str = "") -> Any:
    form = desk.open(address(it)).form_to(address(it))
    return desk.send(form, which=which, why=why)


def opened(it: Printed) -> list[tuple[str, str | None]]:
    """What the log says was opened, and why."""
    with it.look(SYSTEM):
        rows = db.session.scalars(
            select(AccessLog).where(AccessLog.noun.in_(("sent", "untouched"))).order_by(AccessLog.at)
        )
        return [(row.noun, row.why) for row in rows if row.subject_id == it.photo_id]


def test_the_office_is_given_the_very_bytes_and_it_is_written_down_once_each_time(
    desk: SignedIn, released: Printed
) -> None:
    office = desk("supervisor")
    for times in (1, 2):
        answer = take(office, released, why="居民复核")
        assert (answer.status_code, answer.content_type, answer.get_data()) == (200, "image/jpeg", CONTENT)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{released.photo_id}-sent.jpg"'
        assert opened(released) == [("sent", "居民复核")] * times


def test_looking_at_the_page_opens_nothing(desk: SignedIn, released: Printed) -> None:
    assert desk("supervisor").get(address(released)).status_code == 200
    assert opened(released) == NOTHING


def test_the_cameras_own_file_is_another_original(desk: SignedIn, world: make.World, look: Any) -> None:
    """Which may come later, or never."""
    own = samples.different_jpeg(3)
    it = stamped.printed(world, look, original_sha256=sha256(own).hexdigest())
    office = desk("supervisor")
    assert (take(office, it, "untouched").status_code, opened(it)) == (410, NOTHING)
    with look(SYSTEM):
        photo_store().keep(sha256(own).hexdigest(), BytesIO(own))
    assert take(office, it, "untouched").get_data() == own
    assert opened(it) == [("untouched", None)]


def test_a_member_of_the_round_opens_it_until_the_release(desk: SignedIn, printed: Printed) -> None:
    inspector = desk("inspector")
    assert take(inspector, printed).get_data() == CONTENT
    form = inspector.open(address(printed)).form_to(address(printed))
    printed.released()
    assert inspector.get(address(printed)).status_code == 403
    assert inspector.send(form, which="sent", why="x").status_code == 403
    assert opened(printed) == [("sent", None)]


@pytest.mark.parametrize(("login", "status"), [("town", 403), ("leader", 403), ("auditor", 403), ("inspector2", 404)])
def test_nobody_else_opens_one(desk: SignedIn, released: Printed, login: str, status: int) -> None:
    assert desk(login).get(address(released)).status_code == status
    assert opened(released) == NOTHING


def test_before_the_release_another_office_member_finds_nothing(desk: SignedIn, printed: Printed) -> None:
    assert desk("supervisor2").get(address(printed)).status_code == 404


def test_a_sealed_one_wants_a_reason_and_is_told_in_the_journal(desk: SignedIn, released: Printed) -> None:
    masked.cover(released, Reach.EVERYWHERE)
    office = desk("supervisor")
    refused = take(office, released, why="  ")
    assert (refused.status_code, opened(released)) == (422, NOTHING)
    assert "要写理由" in refused.get_data(as_text=True)
    assert take(office, released, why="公安调取").get_data() == CONTENT
    with released.look(SYSTEM):
        told = db.session.scalars(select(Journal.body).where(Journal.act == "photo.unseal")).all()
        assert list(told) == [{"which": "sent", "note": "公安调取"}]
    assert opened(released) == [("sent", "公安调取")]


def test_a_sealed_one_is_closed_to_the_member_too(desk: SignedIn, printed: Printed) -> None:
    masked.cover(printed, Reach.EVERYWHERE)
    assert desk("inspector").get(address(printed)).status_code == 403


def test_bytes_that_changed_in_the_store_are_not_given(desk: SignedIn, released: Printed) -> None:
    with released.look(SYSTEM):
        store: Any = photo_store()
        path = store._original(stamped.SHA)  # noqa: SLF001 - whoever changes it does not ask the store
        path.chmod(0o640)
        path.write_bytes(samples.different_jpeg(9))
    assert take(desk("supervisor"), released).status_code == 410
    assert opened(released) == NOTHING
