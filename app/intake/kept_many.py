"""Many kept operations at once (批量处理): each in a transaction of its own, so that one that cannot be stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm.exc import StaleDataError

from app import queue
from app.actions.operation import set_aside
from app.db import db, now
from app.domain.kept import Resolution
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.intake.kept import Key, accept, locked


@dataclass(frozen=True)
class Decided:
    """What a person says of all of them, once."""

    action: str
    note: str


@dataclass(frozen=True)
class Outcome:
    key: Key
    problem: Problem | None


def decide_many(keys: Sequence[Key], decided: Decided, decider: Viewer, secret: str) -> list[Outcome]:
    """The caller has seen each of them. The same form again finds what it did done, and does it no second time."""
    if decided.action == Resolution.VOID and not decided.note.strip():
        raise Problem("reason_missing", pointer="/note")
    return [Outcome(key, _problem(key, decided, decider, secret)) for key in dict.fromkeys(keys)]


def _problem(key: Key, decided: Decided, decider: Viewer, secret: str) -> Problem | None:
    """None where it is done; nothing of a refused one stays."""
    try:
        if decided.action == Resolution.VOID:
            _void(key, decided.note, decider)
        else:
            accept(key, decider, secret, decided.note)
    except StaleDataError:
        problem = Problem("stale_version")
    except Problem as refused:
        problem = refused
    else:
        return None
    db.session.rollback()
    return problem


def _void(key: Key, note: str, decider: Viewer) -> None:
    operation = locked(key)
    if operation.resolution == Resolution.VOID and operation.resolved_by == decider.user_id:
        db.session.rollback()
        return
    set_aside(operation, decider, now(), note)
    db.session.commit()
    queue.ring()
