"""The stage of score stories (得分故事的台子): one transaction an act, at its own time, after the jobs due before it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from app.actions.advance import Move
from app.db import db, now
from app.domain.calendar import SHANGHAI
from app.domain.people import SYSTEM, Viewer
from app.domain.reactions import PASS_BY, REFRESH, REMIND, SIGN_FOR
from app.models import Due
from tests import make
from workers.run import claim

T = TypeVar("T")
JOBS = (REFRESH, PASS_BY, REMIND, SIGN_FOR)


def beijing(text: str) -> datetime:
    """A moment of 2026 by the clocks in China: "11-06 15:30"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@dataclass
class Stage:
    """Whose county, which town, and the clock."""

    world: make.World
    look: Callable[[Viewer], AbstractContextManager[None]]
    clock: Callable[[datetime], None]
    wire: Connection
    town: str = "梅城镇"
    jobs: tuple[str, ...] = JOBS
    nothing = Decimal(0)

    @property
    def town_id(self) -> UUID:
        return self.world.towns[self.town]

    def at(self, when: str | datetime, act: Callable[[], T]) -> T:
        """Do it at that time, after all jobs that were due before."""
        moment = beijing(when) if isinstance(when, str) else when
        self.work(moment)
        self.clock(moment)
        return self.commit(act)

    def work(self, until: datetime) -> None:
        """What is due by then, each job at its own time, all rows of its key at once."""
        while (due := self._next_due(until)) is not None:
            self.clock(due[2])
            self.commit(lambda: _run(due[0], due[1]))

    def ask(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self.wire.exec_driver_sql(sql, values).mappings()]

    def viewer(self, login: str) -> Viewer:
        if login == "town" and self.town == "寿昌镇":
            return self.world.viewers["town2"]
        return self.world.viewers[login]

    def move(self, action: str, who: str, **choices: Any) -> Move:
        return Move(action, self.viewer(who), now(), "看过现场", choices)

    def commit(self, act: Callable[[], T]) -> T:
        with self.look(SYSTEM):
            answer = act()
            db.session.commit()
            return answer

    def _next_due(self, until: datetime) -> tuple[str, str, datetime] | None:
        open_jobs = (
            select(Due.job, Due.key, Due.run_at)
            .where(Due.done_at.is_(None), Due.run_at <= until, Due.job.in_(self.jobs))
            .order_by(Due.run_at, Due.job != PASS_BY)
        )
        with self.look(SYSTEM):
            row = db.session.execute(open_jobs).first()
            return None if row is None else (row.job, row.key, row.run_at)


def _run(job: str, key: str) -> None:
    """As `workers.run.job` does."""
    assert claim(job, key)
    module, _, function = job.rpartition(".")
    getattr(import_module(module), function)(key, now())
