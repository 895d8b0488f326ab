"""A case with real pictures (有真照片的案子): found, told, ordered, answered and passed, scored, and told to a head file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest

from app import outside
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.heads import write_head_file
from app.actions.order import step_order
from app.actions.pack import of_month, of_order
from app.actions.score import recompute
from app.db import db, now
from app.domain.calendar import Month
from app.domain.people import SYSTEM
from app.models import Finding, Order, Region, Round
from app.pack.made import made
from app.queries.by_id import one
from app.storage import photo_store
from tests import make, samples

AT = datetime(2026, 11, 12, 2, 3, tzinfo=UTC)
BEFORE, AFTER = samples.jpeg(size=(640, 480)), samples.jpeg(size=(480, 640))


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass
class Packed:
    """The ids of the case, and packs of it as somebody asks for them."""

    world: make.World
    look: Any
    folder: Path
    order_id: UUID
    finding_id: UUID
    town_id: UUID

    def of_order(self, login: str = "supervisor") -> Path:
        return self._unpacked(login, lambda: of_order(one(Order, self.order_id)))

    def of_month(self, login: str = "supervisor") -> Path:
        return self._unpacked(login, lambda: of_month(one(Region, self.town_id), AT.date().replace(day=1)))

    def _unpacked(self, login: str, subject: Callable[[], Any]) -> Path:
        with self.look(SYSTEM):
            file, _ = made(subject(), self.world.viewers[login], now())
            with file:
                ZipFile(file).extractall(self.folder)
        return self.folder


@pytest.fixture
def packed(world: make.World, look: Any, clock: Callable[[datetime], None], tmp_path: Path) -> Packed:
    def at(minutes: int, act: Callable[[], Any]) -> Any:
        clock(AT + timedelta(minutes=minutes))
        with look(SYSTEM):
            done = act()
            db.session.commit()
        return done

    round_id, finding_id, town_id = at(0, lambda: found(world))
    order_id = at(5, lambda: ordered(world, round_id, finding_id))
    at(30, lambda: answered(world, finding_id))
    at(45, lambda: told(town_id))
    return Packed(world, look, tmp_path / "pack", order_id, finding_id, town_id)


def found(world: make.World) -> tuple[UUID, UUID, UUID]:
    for content in (BEFORE, AFTER):
        photo_store().keep(hash_of(content), BytesIO(content))
    inspector = world.viewers["inspector"]
    visit = make.make_visit(make.make_round(world), inspector)
    before = replace(make.photo("before"), sha256=hash_of(BEFORE))
    finding = make.make_finding(visit, inspector, photos=(before,))
    make.finish(visit, inspector, WS="found")
    return visit.round_id, finding.id, visit.town_id


def ordered(world: make.World, round_id: UUID, finding_id: UUID) -> UUID:
    make.release(one(Round, round_id), world.viewers["supervisor"])
    order = make.make_order([one(Finding, finding_id)], world.viewers["supervisor"])
    step_order(order, Move("sign", world.viewers["town"], now()))
    return order.id


def answered(world: make.World, finding_id: UUID) -> None:
    finding = one(Finding, finding_id)
    make.answer(finding, world.viewers["town"], sha256=hash_of(AFTER))
    db.session.flush()
    step_finding(finding, Move("pass", world.viewers["supervisor2"], now(), "已清运"))


def told(town_id: UUID) -> None:
    recompute(one(Region, town_id), Month.of(now()), now())
    write_head_file(outside.our_key(), now())
