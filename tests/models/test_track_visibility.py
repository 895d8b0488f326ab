"""Whose eyes the way of an inspector is for (谁看得到路线): members of its round, after the release its county's office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.actions.track import keep_track
from app.db import db, now
from app.domain.people import NOBODY, SYSTEM, Role, Viewer
from app.models import Round, Track, Visit
from app.queries.by_id import one
from tests import make

CLERKS = ["sysadmin", "secadmin", "auditor"]
LOGINS = ["inspector", "inspector2", "supervisor", "supervisor2", "leader", "town", "town2", *CLERKS]
MEMBERS, OFFICE = {"inspector", "supervisor"}, {"supervisor2"}


@pytest.fixture
def round_id(world: make.World, look: Any) -> UUID:
    """An unannounced round in 梅城镇 with one visit and its way."""
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, world.viewers["inspector"])
        make.make_finding(visit, world.viewers["inspector"])
        make.finish(visit, world.viewers["inspector"])
        at = visit.started_at + timedelta(minutes=1)
        keep_track(visit, [{"at": at, "lon": 119.5, "lat": 29.54, "accuracy_m": 5.0}], SYSTEM, now())
        db.session.commit()
        return round_.id


def seeing(world: make.World, look: Any) -> set[str]:
    """Who meets a way, whichever way they ask."""
    told: set[str] = set()
    for login in LOGINS:
        with look(world.viewers[login]):
            if any(_ways_to_ask()):
                assert all(_ways_to_ask()), login
                told.add(login)
    return told


def _ways_to_ask() -> list[bool]:
    other = aliased(Track)
    return [
        db.session.scalars(select(Track)).first() is not None,
        db.session.scalars(select(other.points)).first() is not None,
        db.session.scalars(select(func.count(Track.visit_id))).one() > 0,
        db.session.scalars(select(Track.length_m).join(Visit, Visit.id == Track.visit_id)).first() is not None,
    ]


def test_before_the_release_only_members_of_the_round_meet_it(world: make.World, look: Any, round_id: UUID) -> None:
    assert seeing(world, look) == MEMBERS


def test_after_the_release_the_office_too_and_nobody_else(world: make.World, look: Any, round_id: UUID) -> None:
    """Not the town, not its leader, no inspector of another round."""
    with look(SYSTEM):
        make.release(one(Round, round_id), world.viewers["supervisor"])
        db.session.commit()
    assert seeing(world, look) == MEMBERS | OFFICE


@pytest.mark.parametrize("viewer", [NOBODY, Viewer(Role.PUBLIC)])
def test_who_is_not_signed_in_meets_none(world: make.World, look: Any, round_id: UUID, viewer: Viewer) -> None:
    with look(viewer):
        assert db.session.scalars(select(Track)).all() == []
