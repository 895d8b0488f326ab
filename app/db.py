"""The one database handle: who is looking, what time it is, and the transaction both belong to."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from app.domain.people import NOBODY, Viewer
from app.models import Base, visibility

log = logging.getLogger(__name__)
db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True, "expire_on_commit": True})


class ViewerAlreadySet(RuntimeError):
    """A session changes its viewer once, from NOBODY; loaded rows would leak otherwise (decision 7)."""


def look_as(viewer: Viewer) -> None:
    """Say who is looking, for all that this session will load."""
    session = db.session()
    current = session.info.get("viewer")
    if current not in {None, NOBODY}:
        raise ViewerAlreadySet
    session.info["viewer"] = viewer
    session.info["criteria"] = visibility.criteria(viewer)
    if session.in_transaction():
        _tell_database(session, session.connection())  # the viewer was NOBODY until now


def viewer() -> Viewer:
    who = db.session().info.get("viewer")
    if who is None:
        raise visibility.NobodyLooking
    return cast("Viewer", who)


@contextmanager
def looking_as(who: Viewer) -> Iterator[None]:
    """A session of its own for that viewer: for workers, commands and tests. Leaves nothing behind."""
    db.session.remove()
    look_as(who)
    try:
        yield
    finally:
        db.session.remove()


@contextmanager
def looking_beside(who: Viewer) -> Iterator[None]:
    """A session beside the caller's, with those eyes, which sees the database of one moment until it ends; to read only."""
    with current_app.app_context():
        look_as(who)
        begin_at_one_moment()
        try:
            yield
        finally:
            db.session.rollback()


def begin_at_one_moment() -> None:
    db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def apart(what: object) -> Iterator[None]:
    """One of many in a savepoint: where it fails it is undone, told in the log and left for the next time; the others go on."""
    try:
        with db.session.begin_nested():
            yield
    except Exception:  # whatever it is: one owner's bad row must stop nobody else's work, and the log has its trace
        log.exception("%s is left for the next time", what)


def now() -> datetime:
    """The transaction's one time: the database's `xz_now()`, aware UTC (decision 17)."""
    session = db.session()
    connection = session.connection()  # begins the transaction if none is open, which reads the time
    if session.info["at"] is None:
        session.info["at"] = connection.exec_driver_sql("SELECT xz_now()").scalar_one()
    return cast("datetime", session.info["at"])


def turn() -> int:
    """Counts what this session has done so far: acts of one transaction share their time, not their turn."""
    info = db.session().info
    info["turn"] = info.get("turn", -1) + 1
    return cast("int", info["turn"])


def ring_after_commit(job: str, key: str) -> None:
    """Remember whom to ring once this transaction is committed; the row of `due` is the truth."""
    db.session().info.setdefault("bells", []).append((job, key))


def bells_to_ring() -> list[tuple[str, str]]:
    """What was remembered, each job and key once; and forget it."""
    return list(dict.fromkeys(db.session().info.pop("bells", [])))


def _begin(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    _tell_database(session, connection)


def _tell_database(session: Session, connection: Connection) -> None:
    """One statement: tells PostgreSQL who is looking, for this transaction only, and asks the time.

    NOBODY is what PostgreSQL takes for granted when it is told nothing; most requests are NOBODY's for one statement.
    """
    who: Any = session.info.get("viewer") or NOBODY
    session.info["at"] = None
    if who == NOBODY:
        return
    row = connection.exec_driver_sql(
        "SELECT set_config('xz.role', %s, true), set_config('xz.user', %s, true), "
        "set_config('xz.county', %s, true), set_config('xz.town', %s, true), xz_now()",
        (who.role.value, str(who.user_id or ""), str(who.county_id or ""), str(who.town_id or "")),
    ).one()
    session.info["at"] = row[4]


event.listen(Session, "after_begin", _begin)
visibility.install(Session)
