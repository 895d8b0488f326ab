"""Head files as they are made and brought: on the wall's ten minutes, idle or not, in order, to each place, none lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from app import outside
from app.actions.heads import TAKEN, deliver, write_head_file
from app.db import db, now
from app.domain import chance
from app.domain.heads import FIRST, HeadText, hash_of, name_of
from app.domain.people import SYSTEM
from app.models import HeadDelivery, HeadFile, HeadLeaf
from app.outside.faults import PlaceAway
from app.outside.folder import FolderPlace
from app.outside.s3 import S3Place
from tests import make
from tests.abuse.hidden import plant
from tests.cast import Actor
from tests.phone import Phone

AT = datetime(2026, 11, 12, 3, 10, tzinfo=UTC)
Clock = Callable[[datetime], None]


@pytest.fixture
def after(world: make.World, look: Any, clock: Clock) -> Callable[[float], HeadText | None]:
    """`after(10)`: so many minutes later the sweep comes by."""

    def written(minutes: float) -> HeadText | None:
        clock(AT + timedelta(minutes=minutes))
        with look(SYSTEM):
            said = write_head_file(outside.our_key(), now())
            db.session.commit()
        return said

    return written


def leaves(look: Any, n: int) -> int:
    with look(SYSTEM):
        return db.session.scalars(select(func.count()).select_from(HeadLeaf).where(HeadLeaf.n == n)).one()


def test_each_ten_minutes_have_one_file_however_often_the_sweep_comes(after: Any) -> None:
    made = [said.n if (said := after(minutes)) else None for minutes in (0, 1, 9.99, 10, 12, 20)]
    assert made == [1, None, None, 2, None, 3]


def test_an_idle_ten_minutes_have_a_file_and_no_leaf(after: Any, look: Any) -> None:
    first, second = after(0), after(10)
    assert (leaves(look, 1) > 0, leaves(look, 2)) == (True, 0)
    assert first.root != second.root


def test_only_streams_that_moved_have_a_new_leaf(after: Any, look: Any, world: make.World) -> None:
    after(0)
    with look(SYSTEM):
        make.make_round(world)
        db.session.commit()
    after(10)
    assert leaves(look, 2) == 1


def test_each_file_names_the_one_before(after: Any, look: Any) -> None:
    first, second = after(0), after(10)
    with look(SYSTEM):
        text = db.session.scalars(select(HeadFile.text).where(HeadFile.n == 1)).one()
    assert (first.previous, second.previous) == (FIRST, hash_of(text))


def test_slots_that_nobody_was_awake_for_have_no_file(after: Any) -> None:
    after(0)
    late = after(47)
    assert (late.n, late.at) == (2, AT + timedelta(minutes=40))


def test_a_clock_that_was_set_back_makes_no_second_file_of_a_slot(after: Any) -> None:
    after(60)
    assert after(0) is None


def test_a_secret_round_shows_in_root_and_signature_alone(
    app: Flask, wire: Connection, world: make.World, look: Any, after: Any
) -> None:
    """Two worlds, with and without it: the same length, the same words; the first file, so that `previous` is the same too."""
    told: list[dict[str, Any]] = []
    sizes = set()
    for there in (True, False):
        branch = wire.begin_nested()
        chance.seed(2026)
        if there:
            with chance.drawn_for("secret"):
                plant(world, look, Phone(Actor(app.test_client(), "inspector")))
        after(0)
        with look(SYSTEM):
            text = db.session.scalars(select(HeadFile.text)).one()
        told.append(json.loads(text))
        sizes.add(len(text.encode()))
        branch.rollback()
    assert {key for key in told[0] if told[0][key] != told[1][key]} == {"root", "signature"}
    assert len(sizes) == 1


@dataclass
class Flaky:
    """A real place, in front of which the line is cut."""

    place: outside.Readable
    down: bool = False
    came: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.place.key

    @property
    def label(self) -> str:
        return self.place.label

    def put(self, name: str, content: bytes) -> None:
        if self.down:
            raise PlaceAway("No route to host")
        self.place.put(name, content)
        self.came.append(name)


@pytest.fixture(params=["folder", "s3"])
def flaky(request: pytest.FixtureRequest, tmp_path: Path) -> Flaky:
    if request.param == "folder":
        return Flaky(FolderPlace(tmp_path / "heads"))
    return Flaky(S3Place.at(f"{request.getfixturevalue('s3_address')}&prefix={chance.new_token()}/"))


def brought(place: outside.Place, look: Any) -> tuple[bool, int, str | None]:
    with look(SYSTEM):
        whole = deliver(place, now())
        db.session.commit()
        row = db.session.scalars(select(HeadDelivery).where(HeadDelivery.place == place.key)).one()
        return whole, row.delivered_n, row.trouble


def test_after_an_outage_all_files_come_in_order_and_once(flaky: Flaky, after: Any, look: Any) -> None:
    after(0)
    assert brought(flaky, look) == (True, 1, None)
    flaky.down = True
    for minutes in (10, 20, 30):
        after(minutes)
        assert brought(flaky, look) == (False, 1, "No route to host")
    flaky.down = False
    assert brought(flaky, look) == (True, 4, None)
    assert brought(flaky, look) == (True, 4, None)
    assert flaky.came == flaky.place.names() == [name_of(n) for n in (1, 2, 3, 4)]
    with look(SYSTEM):
        texts = db.session.scalars(select(HeadFile.text).order_by(HeadFile.n)).all()
    assert [flaky.place.read(name) for name in flaky.came] == [text.encode() for text in texts]


def test_a_place_that_holds_another_file_of_that_name_is_left_as_it_is(after: Any, look: Any, tmp_path: Path) -> None:
    (tmp_path / name_of(1)).write_text("of another installation")
    after(0)
    assert brought(FolderPlace(tmp_path), look) == (False, 0, TAKEN)
    assert (tmp_path / name_of(1)).read_text() == "of another installation"


def test_each_place_has_its_own_progress(after: Any, look: Any, tmp_path: Path) -> None:
    away, there = Flaky(FolderPlace(tmp_path / "a"), down=True), FolderPlace(tmp_path / "b")
    after(0)
    assert brought(away, look)[:2] == (False, 0)
    assert brought(there, look)[:2] == (True, 1)
