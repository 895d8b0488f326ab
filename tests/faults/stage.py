"""The stage (台): one stack for all schedules, a round that every walker is on, and pictures of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.actions.round import Plan, plan_round
from app.config import Config
from app.db import db, looking_as, now
from app.domain.calendar import local_day
from app.domain.people import SYSTEM, Role, UnitKind
from app.domain.round import RoundKind
from app.factory import create_app
from app.models import Region, User
from app.queries.by_id import one
from app.queries.rules import checklist_in_force
from tests import make, samples
from tests.servers import Servers
from tests.stack import Stack
from tests.stories.waiting import until

WALKERS, GUEST = ("walker0", "walker1", "walker2"), "guest"
OPEN, UNSEEN = "done_at IS NULL AND run_at <= xz_now()", "arrived_at IS NOT NULL AND derived_at IS NULL"
COMMENT, LONGEST_COMMENT = b"\xff\xfe", 65_533


@dataclass(frozen=True)
class Stage:
    stack: Stack
    round_id: str
    town_id: str
    folder: Path

    def picture(self, size: int, chance: random.Random) -> tuple[Path, str]:
        """A sound JPEG of about that many bytes like no other, and its hash."""
        content = grown(size, chance)
        digest = sha256(content).hexdigest()
        path = self.folder / f"{digest}.jpg"
        path.write_bytes(content)
        return path, digest

    def undone(self) -> int:
        """What the workers still owe when they get no further for a minute: jobs due, and photos with no small pictures."""
        left = self._owed()
        while left and until(lambda before=left: self._owed() < before):
            left = self._owed()
        return left

    def _owed(self) -> int:
        asked = f"SELECT (SELECT count(*) FROM due WHERE {OPEN}) + (SELECT count(*) FROM photo WHERE {UNSEEN})"  # noqa: S608 (our own words)
        return int(self.stack.ask(asked))

    def stored(self, digest: str) -> bytes | None:
        path = self.stack.folder / "photos/originals" / digest[:2] / digest
        return path.read_bytes() if path.exists() else None


@contextmanager
def standing(servers: Servers, name: str) -> Iterator[Stage]:
    """Everything started; nothing left afterwards."""
    stack = Stack(servers, name)
    try:
        stack.start()
        folder = stack.folder / "phones"
        folder.mkdir()
        yield Stage(stack, *_committed_round(stack), folder)
    finally:
        stack.stop()


@cache
def _scene() -> bytes:
    return samples.jpeg()


def grown(size: int, chance: random.Random) -> bytes:
    """The same small scene with comments of chance behind its first marker."""
    scene = _scene()
    left, parts = max(16, size - len(scene)), [scene[:2]]
    while left > 0:
        comment = chance.randbytes(min(left, LONGEST_COMMENT))
        parts += [COMMENT, (len(comment) + 2).to_bytes(2, "big"), comment]
        left -= len(comment)
    return b"".join([*parts, scene[2:]])


def _committed_round(stack: Stack) -> tuple[str, str]:
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            made = _round_of_all(make.make_world())
            db.session.commit()
        db.engine.dispose()
    return made


def _round_of_all(world: make.World) -> tuple[str, str]:
    county = one(Region, world.county_id)
    team = make.make_unit("建德市督查二组", UnitKind.TEAM, county)
    viewers = [make.make_person(login, Role.INSPECTOR, team, county) for login in (*WALKERS, GUEST)]
    today, town = local_day(now()), one(Region, world.towns["梅城镇"])
    facts: dict[str, Any] = {"window_from": today, "window_to": today + timedelta(days=3)}
    plan = Plan(
        county_id=world.county_id,
        title="第四季度第一轮",
        kind=RoundKind.UNANNOUNCED,
        checklist=checklist_in_force(world.county_id),
        towns=[town],
        inspectors=[one(User, str(viewer.user_id)) for viewer in viewers],
        **facts,
    )
    return str(plan_round(plan, world.viewers["supervisor"], now()).id), str(town.id)
