"""The case and its packs (证据包的夹具), as somebody asks for them, unpacked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest

from app.actions.pack import of_month, of_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Order, Region
from app.pack.made import made
from app.queries.by_id import one
from tests import make
from tests.packed import AFTER, AT, BEFORE, answered, found, hash_of, ordered, told
from workers import photo as prints


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

    def derived(self) -> None:
        """Small pictures, as the worker makes them."""
        with self.look(SYSTEM):
            for content in (BEFORE, AFTER):
                prints.make(hash_of(content))
            db.session.commit()

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
