"""Who meets a second review (盲审), way of asking by way; each cell first proves that the rows are there for someone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import NOBODY, SYSTEM, Role, Viewer
from app.models import Finding, SecondReview
from app.queries.by_id import one
from tests import make
from tests.second_look import answered, drawing, more_supervisors

other = aliased(SecondReview)
WAYS: dict[str, Callable[[], set[UUID]]] = {
    "entity": lambda: {it.id for it in db.session.scalars(select(SecondReview))},
    "column": lambda: set(db.session.scalars(select(SecondReview.id))),
    "alias": lambda: set(db.session.scalars(select(other.id))),
    "join from its point": lambda: set(
        db.session.scalars(
            select(SecondReview.id).select_from(Finding).join(SecondReview, SecondReview.finding_id == Finding.id)
        )
    ),
}


def count() -> int:
    return db.session.scalars(select(func.count(SecondReview.id))).one()


@pytest.fixture
def drawn(world: make.World, look: Any) -> dict[str, UUID]:
    """By who decided first: one of `supervisor`, one of `supervisor2`."""
    more_supervisors(world, look)
    drawing(world, look, passes=100)
    ids = {}
    for login in ("supervisor", "supervisor2"):
        point = answered(world, look).point
        with look(SYSTEM):
            step_finding(one(Finding, point), Move("pass", world.viewers[login], now()))
            ids[login] = db.session.scalars(select(SecondReview.id).where(SecondReview.finding_id == UUID(point))).one()
            db.session.commit()
    return ids


SEEN: dict[str, set[str]] = {
    "supervisor": {"supervisor2"},
    "supervisor2": {"supervisor"},
    "supervisor3": {"supervisor", "supervisor2"},
    "auditor": {"supervisor", "supervisor2"},
    "town": set(),
    "town2": set(),
    "inspector": set(),
    "leader": set(),
    "sysadmin": set(),
    "secadmin": set(),
}


@pytest.mark.parametrize("login", SEEN)
def test_only_who_may_decide_or_audit_meets_it(
    world: make.World, drawn: dict[str, UUID], look: Any, login: str
) -> None:
    expected, everybodys = {drawn[first] for first in SEEN[login]}, set(drawn.values())
    with look(SYSTEM):
        assert [ask() for ask in WAYS.values()] == [everybodys] * len(WAYS)
        assert count() == 2
    with look(world.viewers[login]):
        found = {way: ask() for way, ask in WAYS.items()}
        assert count() == len(expected)
    joined = set() if login == "auditor" else expected  # who sees no points joins none
    assert found == {way: joined if "join" in way else expected for way in WAYS}


def test_another_county_and_nobody_meet_none(world: make.World, drawn: dict[str, UUID], look: Any) -> None:
    office = world.viewers["supervisor3"]
    elsewhere = Viewer(Role.SUPERVISOR, office.user_id, office.unit_id, UUID(int=1))
    for viewer in (elsewhere, Viewer(Role.AUDITOR, county_id=UUID(int=1)), NOBODY, Viewer(Role.PUBLIC)):
        with look(viewer):
            assert WAYS["entity"]() == set()
