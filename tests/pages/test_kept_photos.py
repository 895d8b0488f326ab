"""Photos of a kept record (待处理的照片): shown to whoever may see the record, if its sender brought them, and else to nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.reactions import DERIVE
from app.models import AccessLog, BlobHolder, Due, Visit
from app.storage import photo_store
from tests import make, samples
from tests.desk import Desk
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone, photo
from workers.photo import derive

CONTENT = samples.different_jpeg(11)
NAME = sha256(CONTENT).hexdigest()


@dataclass
class Sender:
    """An inspector on an unreleased round, whose second version of a record is kept with a photo of its own."""

    world: make.World
    look: Any
    inspector: Phone
    case: Case

    def bring(self, login: str = "inspector", content: bytes = CONTENT) -> None:
        """The bytes as an upload leaves them."""
        with self.look(SYSTEM):
            name = sha256(content).hexdigest()
            photo_store().keep(name, BytesIO(content))
            user_id = self.world.viewers[login].user_id
            db.session.add(BlobHolder(sha256=name, user_id=user_id, receipt="{}", received_at=now()))
            db.session.commit()

    def work(self, content: bytes = CONTENT) -> None:
        """The job that the arrival of those bytes asks for."""
        with self.look(SYSTEM):
            derive(sha256(content).hexdigest(), now())
            db.session.commit()

    def send(self) -> str:
        """Gives the page of the kept version."""
        with self.look(SYSTEM):
            visit = db.session.scalars(select(Visit).where(Visit.round_id == self.case.round_id)).one()
            start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
        first = self.inspector.record(start)
        declared = [{**photo("x"), "sha256": NAME, "original_sha256": NAME}]
        payload = {**first["payload"], "photos": declared}
        second = self.inspector.operation("finding.record", payload, op_id=first["op_id"])
        assert [it["verdict"] for it in self.inspector.send(first, second)] == ["applied", "kept"]
        return f"/kept/{first['op_id']}"


@pytest.fixture
def sender(case: Callable[..., Case], phone: Callable[[str], Phone], world: make.World, look: Any) -> Sender:
    return Sender(world, look, phone("inspector"), case())


def shown(desk: Desk, page: str) -> list[str]:
    """Addresses of the kept pictures on the page."""
    body = desk.get(page).get_data(as_text=True)
    return re.findall(r'src="(/kept/[^"]+)"', body.replace("&amp;", "&"))


def test_a_photo_that_comes_after_its_record_was_kept_is_shown(desk: SignedIn, sender: Sender) -> None:
    page, supervisor = sender.send(), desk("supervisor")
    assert shown(supervisor, page) == []
    sender.bring()
    sender.work()
    (address,) = shown(supervisor, page)
    answer = supervisor.get(address)
    assert (answer.status_code, answer.content_type) == (200, "image/webp")


def test_a_photo_that_came_before_is_made_small_when_its_record_is_kept(sender: Sender, look: Any) -> None:
    sender.bring()
    sender.send()
    with look(SYSTEM):
        asked = select(func.count(Due.id)).where(Due.job == DERIVE, Due.key == NAME)
        assert db.session.scalars(asked).one() == 1


@pytest.mark.parametrize(
    ("login", "status"), [("supervisor2", 404), ("town", 403), ("inspector", 403), ("leader", 403)]
)
def test_nobody_else_meets_a_picture_of_a_hidden_round(desk: SignedIn, sender: Sender, login: str, status: int) -> None:
    page = sender.send()
    sender.bring()
    sender.work()
    (address,) = shown(desk("supervisor"), page)
    assert desk(login).get(address).status_code == status


def test_naming_the_hash_of_a_photo_that_somebody_else_brought_shows_nothing(desk: SignedIn, sender: Sender) -> None:
    page, supervisor = sender.send(), desk("supervisor")
    sender.bring("town")
    with sender.look(SYSTEM):
        photo_store().keep_small(NAME, 320, b"RIFF-of-the-town")
    assert shown(supervisor, page) == []
    assert supervisor.get(f"{page}/photos/{NAME}/320").status_code == 404


def test_a_photo_that_the_record_does_not_name_is_not_opened_by_it(desk: SignedIn, sender: Sender) -> None:
    other = samples.different_jpeg(12)
    page, name = sender.send(), sha256(other).hexdigest()
    sender.bring(content=other)
    with sender.look(SYSTEM):
        photo_store().keep_small(name, 320, b"RIFF-of-another-record")
    assert desk("supervisor").get(f"{page}/photos/{name}/320").status_code == 404


def test_opening_the_large_one_is_logged(desk: SignedIn, sender: Sender, look: Any) -> None:
    page = sender.send()
    sender.bring()
    sender.work()
    supervisor = desk("supervisor")
    (address,) = shown(supervisor, page)
    for size in ("320", "1600"):
        assert supervisor.get(address.replace("/320", f"/{size}")).status_code == 200
    with look(SYSTEM):
        assert db.session.scalars(select(AccessLog.noun)).all() == ["operation"]
