"""The fixtures of small tests (进程内夹具): one rolled-back transaction, a client, and the clock's owner beside it.

A request's session joins the test's connection as a savepoint, so `commit()` inside the app is real to the app
and gone after the test. Arrange inside `with looking_as(SYSTEM):` blocks that close, then call (house rule: a
context left open would answer requests as the fixture's viewer).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, create_engine

from app.config import Config
from app.db import db, looking_as
from app.domain import chance
from app.domain.people import SYSTEM
from app.factory import create_app
from tests.make import World, make_world
from tests.servers import Servers, surroundings


@pytest.fixture(scope="session")
def app(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on a database of the session's own."""
    folder = tmp_path_factory.mktemp("inprocess")
    urls = servers.clone_database("inprocess")
    environment = surroundings(urls, folder)
    made = create_app(Config.from_env(environment))
    made.testing = True
    made.config["MIGRATION_URL"] = urls["MIGRATION_URL"]
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def _owner_connection(app: Flask) -> Iterator[Connection]:
    engine = create_engine(app.config["MIGRATION_URL"])
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def wire(app: Flask, _owner_connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The one connection of a test, acting as the app's role, rolled back at its end."""
    connection = _owner_connection
    outer = connection.begin()
    connection.exec_driver_sql("SET LOCAL ROLE xunzhen_app")
    monkeypatch.setattr(FlaskSession, "get_bind", lambda *_args, **_kwargs: connection)
    # A test is one transaction, and so one moment by itself; tests/stories/test_pack.py has the real thing.
    monkeypatch.setattr("app.db.begin_at_one_moment", lambda: None)
    with app.app_context():
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield connection
    with app.app_context():
        db.session.remove()
    outer.rollback()
    chance.seed(None)


@pytest.fixture
def clock(wire: Connection) -> Callable[[datetime], None]:
    """Set the test's time; it stands still until set again."""

    def set_to(at: datetime) -> None:
        wire.exec_driver_sql("RESET ROLE")
        wire.exec_driver_sql("UPDATE xz_clock SET frozen = %s", (at,))
        wire.exec_driver_sql("SET LOCAL ROLE xunzhen_app")

    return set_to


@pytest.fixture
def client(app: Flask, wire: Connection) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(app: Flask, wire: Connection) -> World:
    """建德市 with its people: two inspectors, two towns, two supervisors and a leader."""
    with app.app_context(), looking_as(SYSTEM):
        made = make_world()
        db.session.commit()
    return made


@pytest.fixture
def look(app: Flask, wire: Connection) -> Iterator[Any]:
    """`with look(viewer):` a context of its own for that viewer, closed afterwards."""

    @contextmanager
    def looking(viewer: Any) -> Iterator[None]:
        with app.app_context(), looking_as(viewer):
            yield

    return looking
