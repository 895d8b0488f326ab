"""Changes (变化): however many points a page tells of, it asks the database as often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from app.db import db
from app.domain.people import SYSTEM
from app.queries.changes import changes_since
from tests import make


@contextmanager
def counted(wire: Connection) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(wire, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(wire, "before_cursor_execute", note)


def test_more_points_are_not_more_questions(world: make.World, wire: Connection, look: Any) -> None:
    inspector = world.viewers["inspector"]
    with look(SYSTEM):
        visit = make.make_visit(make.make_round(world), inspector)
        make.make_finding(visit, inspector)
        db.session.commit()
    few = _questions(wire, look, inspector, 1)
    with look(SYSTEM):
        visit = db.session.merge(visit)
        for _ in range(6):
            make.make_finding(visit, inspector)
        db.session.commit()
    assert _questions(wire, look, inspector, 7) == few


def _questions(wire: Connection, look: Any, viewer: Any, points: int) -> int:
    with look(viewer), counted(wire) as asked:
        told = changes_since({}, 100, viewer).items
        assert sum(item["noun"] == "finding" for item in told) == points
        return len(asked)
