"""Entry of the worker: an RQ worker with its scheduler, a sweep every ten seconds, and how one job is run."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from time import sleep
from typing import Any
from uuid import UUID

from flask import Flask
from redis.exceptions import RedisError
from rq import Worker
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app import queue
from app.actions.account import forget_failures
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.domain.reactions import KEY_OF, PLANNED
from app.factory import create_app
from app.models import Due
from workers import heads, integrity, morning, photo, track

log = logging.getLogger(__name__)
EVERY = 10.0  # seconds between two sweeps
AGAIN_AFTER = timedelta(seconds=30)  # a bell that was not answered is rung again
MOST_TRIES = 5


@cache
def app() -> Flask:
    return create_app(Config.from_env())


def job(name: str, key: str) -> None:
    """Run what is due of that job and key: once for all rows, in one transaction with what it does.

    Idempotent by claim: a row that is done is done; a worker killed in between leaves it open for the sweep. The try is
    counted before, in a transaction of its own, so that it counts whatever becomes of the worker.
    """
    with app().app_context(), looking_as(SYSTEM):
        count_try(name, key)
        db.session.commit()
        if claim(name, key):
            module, _, function = name.rpartition(".")
            getattr(import_module(module), function)(key, now())
            db.session.commit()
            queue.ring()


def count_try(name: str, key: str) -> None:
    ids = _held(name, key)
    db.session.execute(update(Due).where(Due.id.in_(ids)).values(tries=Due.tries + 1))


def claim(name: str, key: str) -> bool:
    """Mark all open rows of the key as done; False when none is left."""
    ids = _held(name, key)
    if ids:
        db.session.execute(update(Due).where(Due.id.in_(ids)).values(done_at=now()))
    return bool(ids)


def _held(name: str, key: str) -> list[UUID]:
    """Its open rows that no other worker holds."""
    open_rows = select(Due.id).where(Due.job == name, Due.key == key, Due.done_at.is_(None), Due.run_at <= now())
    return list(db.session.scalars(open_rows.with_for_update(skip_locked=True)))


def sweep() -> int:
    """Ring for everything due that nobody is rung for; a job that keeps failing is left for a person.

    Waiting is no failure: in a backlog of an hour every row waits for its one bell, and none is given up.
    """
    with app().app_context():
        with looking_as(SYSTEM):
            bells = queue.unheard(_unanswered(now()))
            db.session.commit()
        queue.ring_for(bells)
    return len(bells)


def _unanswered(at: datetime) -> list[queue.Bell]:
    rows = db.session.scalars(
        select(Due)
        .where(
            Due.done_at.is_(None),
            Due.run_at <= at,
            Due.tries < MOST_TRIES,
            Due.rung_at.is_(None) | (Due.rung_at < at - AGAIN_AFTER),
        )
        .order_by(Due.run_at)
        .limit(500)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.rung_at = at
    return [(row.job, row.key) for row in rows]


def keep_sweeping(worker: int) -> None:
    """Until the worker that started it is gone, which may be before this has come up: so it is told which one."""
    while os.getppid() == worker:
        step(sweep)
        tidy()
        sleep(float(os.environ.get("SWEEP_EVERY", EVERY)))


def step(act: Callable[..., object], *given: object) -> None:
    """Losing the database or Redis for a while only delays it; any other fault is its own, and stops no other step."""
    try:
        act(*given)
    except (OperationalError, RedisError) as error:
        log.warning("sweep put off: %s", type(error).__name__)
    except Exception:  # whatever it is: a sweep that ends rings for nobody any more, and the log has its trace
        log.exception("the sweep goes on without this step")


def tidy() -> None:
    """What no act asks for: failures to sign in that no longer count, photos that meet their records, ways too old, proofs, mornings."""
    for act in (forget_failures, photo.match, track.purge, heads.write, integrity.begin, morning.good_morning):
        step(_tidied, act)


def _tidied(act: Callable[[datetime], object]) -> None:
    with app().app_context(), looking_as(SYSTEM):
        act(now())
        db.session.commit()


class HomeWorker(Worker):
    """RQ's worker, whose work-horse opens database connections of its own."""

    def perform_job(self, *args: Any, **kwargs: Any) -> bool:
        with app().app_context():
            db.engine.dispose(close=False)
        return bool(super().perform_job(*args, **kwargs))


def main() -> None:
    """The sweep is a process of its own: a thread would be copied into each work-horse with its locks held."""
    logging.basicConfig(level=logging.INFO)
    if sys.argv[1:2] == ["sweep"]:
        keep_sweeping(int(sys.argv[2]))
        return
    app()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread only waits for the first, and burns a core
    for name in (*KEY_OF, *PLANNED):
        import_module(name.rpartition(".")[0])  # once, not in each work-horse: what compares photos takes long to load
    sweeper = subprocess.Popen([sys.executable, "-m", "workers.run", "sweep", str(os.getpid())])  # noqa: S603 (our own words)
    try:
        HomeWorker([queue.NAME], connection=queue.redis(Config.from_env().redis_url)).work(with_scheduler=True)
    finally:
        sweeper.terminate()
        sweeper.wait()


if __name__ == "__main__":
    main()
