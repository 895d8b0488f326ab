"""A backlog (积压): every row waits for its one bell and is never given up; what really fails is left after five tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import queue
from app.actions.journal import plan
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.domain.reactions import DERIVE
from app.factory import create_app
from app.models import Due
from tests.servers import Servers, free_port
from tests.stack import Stack
from workers import photo, run


@pytest.fixture
def backlog(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Stack, Flask]]:
    """Three photos are due, Redis is there, and no worker; a sweep is due again at once."""
    stack = Stack(servers, f"backlog_{free_port()}")
    stack.start_redis()
    app = create_app(Config.from_env(stack.environment))
    monkeypatch.setattr(run, "app", lambda: app)
    monkeypatch.setattr(run, "AGAIN_AFTER", timedelta(0))
    with app.app_context(), looking_as(SYSTEM):
        for number in range(3):
            plan(DERIVE, f"photo {number}", now())
        db.session.commit()
    yield stack, app
    with app.app_context():
        db.engine.dispose()
    stack.stop()


def waiting(app: Flask) -> int:
    return len(queue.bell(app.config["REDIS_URL"]).get_job_ids())


def tries(app: Flask) -> int | None:
    with app.app_context(), looking_as(SYSTEM):
        return db.session.scalars(select(func.max(Due.tries))).one()


def test_who_waits_is_rung_for_once_however_long_it_takes(backlog: tuple[Stack, Flask]) -> None:
    _, app = backlog
    for _ in range(8):
        run.sweep()
    assert (waiting(app), tries(app)) == (3, 0)


def test_bells_lost_in_a_long_backlog_are_rung_again(backlog: tuple[Stack, Flask]) -> None:
    _, app = backlog
    for _ in range(8):
        run.sweep()
    queue.redis(app.config["REDIS_URL"]).flushall()
    run.sweep()
    assert waiting(app) == 3


def test_a_job_that_fails_is_left_for_a_person_after_five_tries(
    backlog: tuple[Stack, Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise ValueError("a photo that nobody can read")

    _, app = backlog
    monkeypatch.setattr(photo, "derive", fails)
    for _ in range(run.MOST_TRIES):
        with pytest.raises(ValueError, match="nobody can read"):
            run.job(DERIVE, "photo 0")
    run.sweep()
    assert (waiting(app), tries(app)) == (2, run.MOST_TRIES)
