"""Tracks that have had their time (路线到期): thinned after 90 days, deleted after a year, and told of by SYSTEM."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.actions.setting import put_setting
from app.actions.track import keep_track
from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.track import DELETE_DAYS, THIN_DAYS
from app.models import Journal, Operation, Region, Track, Visit
from app.queries.by_id import one
from tests import make
from workers.track import purge

AT = datetime(2026, 11, 12, 3, tzinfo=UTC)
Clock = Callable[[datetime], None]


@pytest.fixture
def visit_id(world: make.World, look: Any, clock: Clock) -> UUID:
    """A finished visit of forty minutes with a point a minute."""
    clock(AT)
    with look(SYSTEM):
        visit = make.make_visit(make.make_round(world), world.viewers["inspector"])
        make.finish(visit, world.viewers["inspector"])
        since = visit.started_at
        points = [
            {"at": since + timedelta(minutes=n), "lon": 119.5, "lat": 29.54, "accuracy_m": 5.0} for n in range(40)
        ]
        keep_track(visit, points, SYSTEM, now())
        db.session.commit()
        return visit.id


def after(days: int, clock: Clock, look: Any) -> tuple[int | None, list[str]]:
    """So many days later the sweep comes by: how many points are left, and what was journaled of it."""
    clock(AT + timedelta(days=days))
    with look(SYSTEM):
        purge(now())
        db.session.commit()
        track = db.session.scalars(select(Track)).one_or_none()
        told = db.session.scalars(select(Journal).where(Journal.noun == "track").order_by(Journal.seq)).all()
        assert {row.user_id for row in told} <= {None}
        return len(track.points) if track else None, [row.act for row in told]


def test_a_track_lives_ninety_days_whole_a_year_thinned_and_no_longer(visit_id: UUID, look: Any, clock: Clock) -> None:
    assert after(89, clock, look) == (40, [])
    assert after(90, clock, look) == (9, ["track.thin"])
    assert after(364, clock, look) == (9, ["track.thin"])
    assert after(365, clock, look) == (None, ["track.thin", "track.delete"])
    assert after(400, clock, look) == (None, ["track.thin", "track.delete"])


def test_its_figures_stay_those_of_the_whole_way(visit_id: UUID, look: Any, clock: Clock) -> None:
    with look(SYSTEM):
        before = db.session.scalars(select(Track.stayed)).one()
    after(90, clock, look)
    with look(SYSTEM):
        assert db.session.scalars(select(Track.stayed)).one() == before > timedelta()


def test_the_visit_itself_and_its_journal_stay(visit_id: UUID, look: Any, clock: Clock) -> None:
    after(365, clock, look)
    with look(SYSTEM):
        assert one(Visit, visit_id).state == "finished"
        told = db.session.scalars(select(Journal.act).where(Journal.subject_id == visit_id))
        assert set(told) == {"visit.start", "visit.finish", "track.delete"}


def test_a_county_sets_its_own_days(visit_id: UUID, world: make.World, look: Any, clock: Clock) -> None:
    with look(SYSTEM):
        county = one(Region, world.county_id)
        put_setting(county, THIN_DAYS, "3", SYSTEM, now())
        put_setting(county, DELETE_DAYS, "7", SYSTEM, now())
        db.session.commit()
    assert after(3, clock, look) == (9, ["track.thin"])
    assert after(7, clock, look) == (None, ["track.thin", "track.delete"])


def test_what_was_sent_raw_keeps_no_way_either(world: make.World, look: Any, clock: Clock) -> None:
    """Applied or kept for a person: the way goes, the rest of the payload stays as it was sent."""
    clock(AT)
    payload = {"visit_id": "x", "ended_at": AT.isoformat(), "dimensions": [], "track": [{"lat": 29.5}]}
    with look(SYSTEM):
        db.session.add(_operation(world, payload))
        db.session.commit()
    for days, keys in ((89, {*payload}), (90, {*payload} - {"track"})):
        after(days, clock, look)
        with look(SYSTEM):
            assert set(db.session.scalars(select(Operation)).one().payload) == keys
    with look(SYSTEM):
        assert db.session.scalars(select(Journal.act).where(Journal.noun == "operation")).all() == ["operation.strip"]


def _operation(world: make.World, payload: dict[str, Any]) -> Operation:
    inspector = world.viewers["inspector"]
    facts = {"made_at": AT, "received_at": AT, "schema_version": 1, "verdict": "kept", "reason": "out_of_scope"}
    return Operation(
        op_id=UUID(int=9),
        user_id=inspector.user_id,
        role=inspector.role,
        county_id=inspector.county_id,
        device_id=UUID(int=1),
        n=1,
        kind="visit.finish",
        sha256="0" * 64,
        payload=payload,
        **facts,
    )
