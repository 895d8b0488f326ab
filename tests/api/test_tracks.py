"""Tracks on the wire (路线): one operation with the visit's end; what no phone of ours says is refused or kept, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Journal, Operation, Track, Visit
from tests import make
from tests.cast import sign_in
from tests.phone import WHEN, Phone

BEGAN = datetime.fromisoformat(WHEN)


def way(points: int, since: datetime = BEGAN, each: timedelta = timedelta(seconds=1)) -> list[dict[str, Any]]:
    """North from 梅城镇's middle, fifteen metres a point."""
    return [
        {"at": (since + n * each).isoformat(), "lon": 119.4991, "lat": 29.5429 + n * 0.000135, "accuracy_m": 8.0}
        for n in range(points)
    ]


@pytest.fixture
def begun(app: Flask, world: make.World, look: Any) -> tuple[Phone, dict[str, Any]]:
    """A visit under way, and the payload that would end it an hour later."""
    with look(SYSTEM):
        round_id = make.make_round(world).id
        db.session.commit()
    phone = Phone(sign_in(app.test_client(), "inspector"))
    start = phone.start(round_id, world.towns["梅城镇"])
    assert phone.send(start)[0]["verdict"] == "applied"
    ended = (BEGAN + timedelta(hours=1)).isoformat()
    return phone, {"visit_id": start["payload"]["visit_id"], "ended_at": ended, "dimensions": []}


Begun = tuple[Phone, dict[str, Any]]


def end(begun: Begun, **more: Any) -> dict[str, Any]:
    phone, payload = begun
    return phone.send(phone.operation("visit.finish", {**payload, **more}))[0]


def test_a_track_is_kept_with_the_end_of_its_visit(begun: Begun, look: Any) -> None:
    assert end(begun, track=way(11))["verdict"] == "applied"
    with look(SYSTEM):
        track = db.session.scalars(select(Track)).one()
        assert (str(track.visit_id), len(track.fixes), track.length_m) == (begun[1]["visit_id"], 11, 150)
        assert (track.fixes[0].at, track.fixes[-1].accuracy_m) == (BEGAN, 8.0)


@pytest.mark.parametrize("more", [{}, {"track": []}])
def test_a_phone_that_tells_no_track_ends_its_visit_all_the_same(begun: Begun, look: Any, more: Any) -> None:
    assert end(begun, **more)["verdict"] == "applied"
    with look(SYSTEM):
        assert db.session.scalars(select(Visit.state)).one() == "finished"
        assert db.session.scalars(select(Track)).all() == []


def test_two_thousand_points_are_taken(begun: Begun) -> None:
    assert end(begun, track=way(2_000))["verdict"] == "applied"


BACKWARDS = [way(2)[1], way(2)[0]]
MALFORMED: dict[str, Any] = {
    "too many": way(2_001),
    "out of order": BACKWARDS,
    "twice at once": [way(1)[0], way(1)[0]],
    "no time": [{"lon": 119.5, "lat": 29.5, "accuracy_m": 1.0}],
    "no zone": [{**way(1)[0], "at": "2026-11-12T02:00:00"}],
    "off the earth": [{**way(1)[0], "lat": 91}],
    "not a number": [{**way(1)[0], "lon": "here"}],
    "accuracy below nothing": [{**way(1)[0], "accuracy_m": -1}],
    "more than it may say": [{**way(1)[0], "speed": 3}],
    "no list": {"at": WHEN},
    "nothing": None,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_track_is_refused_and_the_visit_stays_open(begun: Begun, look: Any, name: str) -> None:
    verdict = end(begun, track=MALFORMED[name])
    assert (verdict["verdict"], "receipt" in verdict) == ("refused", False)
    with look(SYSTEM):
        assert db.session.scalars(select(Visit.state)).one() == "started"


def dropped(look: Any) -> tuple[str, str, int]:
    """How the visit stands, what the journal says of its way, and how many are kept."""
    with look(SYSTEM):
        told = db.session.scalars(select(Journal.body).where(Journal.act == "track.drop")).one()
        return db.session.scalars(select(Visit.state)).one(), told["why"], len(db.session.scalars(select(Track)).all())


@pytest.mark.parametrize("since", [BEGAN - timedelta(seconds=1), BEGAN + timedelta(hours=1)])
def test_a_way_outside_its_visit_is_dropped_and_keeps_no_visit_open(begun: Begun, look: Any, since: datetime) -> None:
    assert end(begun, track=way(2, since))["verdict"] == "applied"
    assert dropped(look) == ("finished", "outside", 0)


def test_a_way_of_the_day_after_tomorrow_is_dropped_and_keeps_no_visit_open(begun: Begun, look: Any) -> None:
    with look(SYSTEM):
        soon = now().astimezone(UTC) + timedelta(hours=25)
    assert end(begun, track=way(2, soon), ended_at=(soon + timedelta(hours=1)).isoformat())["verdict"] == "applied"
    assert dropped(look) == ("finished", "ahead", 0)


def test_the_same_end_sent_twice_keeps_one_track(begun: Begun, look: Any) -> None:
    phone, payload = begun
    operation = phone.operation("visit.finish", {**payload, "track": way(3)})
    assert [verdict["verdict"] for verdict in phone.send(operation, operation)] == ["applied", "repeated"]
    with look(SYSTEM):
        assert len(db.session.scalars(select(Track)).all()) == 1
        assert db.session.scalars(select(Operation).where(Operation.kind == "visit.finish")).one().payload["track"]
