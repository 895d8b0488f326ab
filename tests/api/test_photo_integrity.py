"""Small pictures that are not what was made (小图变了): refused in words, reported once, made anew from a whole original."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.reactions import LOOK_AT
from app.models import Due, Journal, Photo
from app.storage import photo_store
from tests import make, samples
from tests.cast import Actor, sign_in
from tests.tus import Sender
from workers.integrity import look as look_at
from workers.photo import derive

CONTENT = samples.jpeg(6, size=(2000, 1500))
NAME = sha256(CONTENT).hexdigest()
Hurt = Callable[[Path], None]


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def swap(file: Path) -> None:
    """By another whole picture."""
    file.write_bytes((file.parents[2] / "320" / NAME[:2] / NAME).read_bytes())


HURTS: dict[str, Hurt] = {"flip": flip, "swap": swap, "lose": Path.unlink}
SAYS = {"flip": "print_changed", "swap": "print_changed", "lose": "print_lost"}


@pytest.fixture
def inspector(client: FlaskClient, world: make.World) -> Actor:
    return sign_in(client, "inspector")


@pytest.fixture
def address(inspector: Actor, world: make.World, look: Any) -> str:
    """Of the large copy of a before-photo."""
    Sender(inspector, CONTENT).whole()
    viewer = world.viewers["inspector"]
    with look(SYSTEM):
        visit = make.make_visit(make.make_round(world), viewer)
        finding = make.make_finding(visit, viewer, photos=(make.photo("before"),))
        photo = db.session.scalars(select(Photo).where(Photo.owner_id == finding.id)).one()
        photo.sha256 = NAME
        db.session.flush()
        derive(NAME, now())
        db.session.commit()
        return f"/api/v1/photos/{photo.id}/1600"


@pytest.fixture
def small(address: str, look: Any) -> Path:
    with look(SYSTEM):
        return photo_store().spool.parent / "derived" / "1600" / NAME[:2] / NAME


def original(look: Any) -> Path:
    with look(SYSTEM):
        return photo_store().spool.parent / "originals" / NAME[:2] / NAME


def worker(look: Any) -> list[str]:
    """What the job does that the refusal asked for; gives all alarms so far."""
    with look(SYSTEM):
        if db.session.scalars(select(Due.id).where(Due.job == LOOK_AT, Due.done_at.is_(None))).first():
            look_at(NAME, now())
        db.session.commit()
        told = select(Journal).where(Journal.act == "blob.alarm").order_by(Journal.seq)
        rows = db.session.scalars(told).all()
        assert {row.subject_id for row in rows} <= {UUID(NAME[:32])}
        return [row.body["trouble"] for row in rows]


@pytest.mark.parametrize("how", HURTS)
def test_a_hurt_picture_is_refused_in_words_reported_and_made_anew(
    inspector: Actor, address: str, small: Path, look: Any, how: str
) -> None:
    whole = inspector.get(address).data
    HURTS[how](small)
    answer = inspector.get(address)
    assert (answer.status_code, answer.get_json()["type"]) == (410, "photo_integrity")
    assert "没有显示" in answer.get_json()["detail"]
    assert worker(look) == [SAYS[how]]
    again = inspector.get(address)
    assert (again.status_code, again.data) == (200, whole)


def test_many_eyes_on_one_hurt_picture_are_one_alarm(inspector: Actor, address: str, small: Path, look: Any) -> None:
    flip(small)
    assert [inspector.get(address).status_code for _ in range(5)] == [410] * 5
    worker(look)
    assert worker(look) == ["print_changed"]


def test_it_stays_refused_while_the_original_is_not_whole_either(
    inspector: Actor, address: str, small: Path, look: Any
) -> None:
    file = original(look)
    file.chmod(0o600)
    flip(file)
    flip(small)
    for _ in range(2):
        assert inspector.get(address).status_code == 410
        assert worker(look) == ["photo_changed"]


def test_the_alarm_stands_where_administrators_read_and_nobody_else(
    inspector: Actor, address: str, small: Path, world: make.World, look: Any
) -> None:
    flip(small)
    inspector.get(address)
    worker(look)
    told = select(Journal.act).where(Journal.act == "blob.alarm")
    seen = {}
    for login in ("auditor", "secadmin", "town", "inspector", "supervisor", "leader"):
        with look(world.viewers[login]):
            seen[login] = len(db.session.scalars(told).all())
    assert seen == dict.fromkeys(seen, 0) | {"auditor": 1, "secadmin": 1}
