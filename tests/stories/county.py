"""A county whose time is moved (时间由人拨的一个县): acts at their moments, and before each what was due by then.

Jobs run in this process, as the worker runs them, or by the stack's own worker.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pkgutil import resolve_name
from typing import TypeVar

from flask import Flask
from sqlalchemy import ColumnElement, func, select

from app import queue
from app.actions.advance import Move
from app.config import Config
from app.db import db, looking_as, now
from app.demo.clock import Clock, borrowed_clock
from app.domain.calendar import local_day
from app.domain.people import SYSTEM
from app.domain.reactions import LENGTHEN, OPEN_EVE, PASS_BY, REFRESH, REMIND, RESUME_BY, SIGN_FOR
from app.factory import create_app
from app.models import Due
from tests import make
from tests.stack import Stack
from tests.stories.waiting import until as comes_true
from workers.run import claim

T = TypeVar("T")
# What must happen at its own moment; the rest (notices, warnings) is done once a week, scores once a month is over.
TIMELY = (PASS_BY, RESUME_BY, SIGN_FOR, REMIND, OPEN_EVE, LENGTHEN)
PATIENCE = 240.0  # the machine may be busy with others
A_WEEK = timedelta(days=7)


@dataclass
class County:
    """Its people, its clock, and what is still to come."""

    stack: Stack
    app: Flask
    clock: Clock
    world: make.World
    by_worker: bool = False
    jobs_done: int = 0
    _agenda: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=count)
    _settled: datetime | None = None

    def later(self, when: datetime, act: Callable[[], object]) -> None:
        heapq.heappush(self._agenda, (when, next(self._turn), act))

    def play(self, until: datetime) -> None:
        """Act after act; those of one moment in one transaction."""
        while self._agenda and self._agenda[0][0] <= until:
            when = self._agenda[0][0]
            self.at(when, lambda when=when: self._act(when))  # type: ignore[misc]  # bound now
        self.pass_time(until)

    @property
    def next_act(self) -> datetime | None:
        return self._agenda[0][0] if self._agenda else None

    @property
    def today(self) -> date:
        return local_day(now())

    def at(self, when: datetime, act: Callable[[], T]) -> T:
        self.pass_time(when)
        self.clock.set_to(when)
        return self.commit(act)

    def commit(self, act: Callable[[], T]) -> T:
        with self.app.app_context(), looking_as(SYSTEM):
            answer = act()
            db.session.commit()
            if self.by_worker:
                queue.ring()
            return answer

    def move(self, action: str, who: str, note: str = "看过现场", **choices: object) -> Move:
        return Move(action, self.world.viewers[who], now(), note, dict(choices))

    def pass_time(self, until: datetime) -> None:
        """Everything that is due by then, each at its moment."""
        if self.by_worker:
            self._let_the_worker(until)
            return
        while (moment := self._next(until, Due.job.in_(TIMELY))) is not None:
            self._catch_up(moment)
            self.clock.set_to(moment)
            self.commit(lambda: self._run(Due.job.in_(TIMELY)))
        self._catch_up(until)

    def settle(self) -> None:
        """The rest of what is due by now, scores too; a job may ask for more."""
        while self._next(self.commit(now), Due.id.is_not(None)) is not None:
            self.commit(lambda: self._run(Due.id.is_not(None)))

    def scores(self) -> None:
        self.commit(lambda: self._run(Due.job == REFRESH))

    def _act(self, when: datetime) -> None:
        while self._agenda and self._agenda[0][0] == when:
            heapq.heappop(self._agenda)[2]()

    def _next(self, until: datetime, which: ColumnElement[bool]) -> datetime | None:
        soonest = select(func.min(Due.run_at)).where(Due.done_at.is_(None), Due.run_at <= until, which)
        return self.commit(lambda: db.session.scalars(soonest).one())

    def _catch_up(self, until: datetime) -> None:
        """What can wait, once a week at most."""
        if self._settled is None or until - self._settled >= A_WEEK:
            self._settled = until
            self.commit(lambda: self._run(Due.job.not_in((*TIMELY, REFRESH))))

    def _run(self, which: ColumnElement[bool]) -> None:
        """Each job and key once for all its rows, as the worker does."""
        due = select(Due.job, Due.key).where(Due.done_at.is_(None), Due.run_at <= now(), which)
        rows = db.session.execute(due.order_by(Due.run_at, Due.job != PASS_BY, Due.job, Due.key)).all()
        for job, key in dict.fromkeys((row.job, row.key) for row in rows):
            if claim(job, key):
                resolve_name(job)(key, now())
                self.jobs_done += 1

    def _let_the_worker(self, until: datetime) -> None:
        every = Due.id.is_not(None)
        while (moment := self._next(until, every)) is not None:
            self.clock.set_to(max(moment, self.commit(now)))
            assert comes_true(lambda: self._next(self.commit(now), every) is None, seconds=PATIENCE, every=0.1), (
                self._left()
            )
        self.clock.set_to(until)

    def _left(self) -> str:
        return self.stack.ask("SELECT job, key, tries FROM due WHERE done_at IS NULL AND run_at <= xz_now()")


@contextmanager
def county_of(stack: Stack, begins: datetime, prepare: Callable[[], make.World]) -> Iterator[County]:
    """The stack's own database and clock, with an app of this process beside its own."""
    app = create_app(Config.from_env(stack.environment))
    with borrowed_clock(stack.environment["MIGRATION_URL"]) as clock:
        clock.set_to(begins)
        with app.app_context(), looking_as(SYSTEM):
            world = prepare()
            db.session.commit()
        try:
            yield County(stack, app, clock, world)
        finally:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
