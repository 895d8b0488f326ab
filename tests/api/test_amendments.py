"""Amendments (更正) over the wire: the recorder sets place and words right until they are confirmed, all of it told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Journal, Operation
from app.models.base import lon_lat
from app.queries.by_id import one
from tests import make
from tests.phone import Phone

THERE = {"lon": 119.52, "lat": 29.55, "accuracy_m": 20, "provider": "hand", "datum": "wgs84"}


@pytest.fixture
def inspector(phones: Callable[[str], Phone]) -> Phone:
    return phones("inspector")


@pytest.fixture
def point(inspector: Phone, world: make.World, look: Any) -> str:
    """Just recorded, with a fix of 80 m."""
    with look(SYSTEM):
        round_id = make.make_round(world).id
        db.session.commit()
    start = inspector.start(round_id, world.towns["梅城镇"])
    poor = {"lon": 119.51, "lat": 29.546, "accuracy_m": 80, "provider": "gps"}
    record = inspector.record(start, position=poor)
    inspector.send(start, record)
    return str(record["payload"]["finding_id"])


def amending(phone: Phone, point: str, **more: Any) -> dict[str, Any]:
    return phone.operation("finding.amend", {"finding_id": point, **(more or {"position": THERE})})


def told_of(look: Any, point: str) -> list[dict[str, Any]]:
    with look(SYSTEM):
        acts = select(Journal).where(Journal.subject_id == UUID(point), Journal.act == "finding.amend")
        return [row.body for row in db.session.scalars(acts.order_by(Journal.seq))]


def test_the_place_is_set_right_and_the_journal_says_what_it_was(point: str, inspector: Phone, look: Any) -> None:
    assert inspector.send(amending(inspector, point))[0]["verdict"] == "applied"
    with look(SYSTEM):
        finding = one(Finding, point)
        assert finding.origin is not None
        assert lon_lat(finding.point) == lon_lat(finding.spot.point) == {"lon": 119.52, "lat": 29.55}
        assert (finding.origin.position or {})["provider"] == "hand"
        assert finding.note == "北门两只桶满溢"
    (told,) = told_of(look, point)
    assert told == {
        "position_was": "119.510000, 29.546000",
        "accuracy_was": "80",
        "position_is": "119.520000, 29.550000",
        "accuracy_is": "20",
        "by_hand_is": "yes",
    }


def test_each_amendment_is_told_with_old_and_new(point: str, inspector: Phone, look: Any) -> None:
    inspector.send(amending(inspector, point, note="南门两只桶满溢"), amending(inspector, point, note="南门三只桶满溢"))
    assert [(it["note_was"], it["note_is"]) for it in told_of(look, point)] == [
        ("北门两只桶满溢", "南门两只桶满溢"),
        ("南门两只桶满溢", "南门三只桶满溢"),
    ]


def test_the_recorder_is_offered_it_and_reads_how_well_the_place_is_known(
    point: str, inspector: Phone, phones: Callable[[str], Phone]
) -> None:
    def body(phone: Phone) -> tuple[Any, bool]:
        told = phone.actor.get(f"/api/v1/findings/{point}").get_json()
        return told["accuracy_m"], any(row["action"] == "amend" for row in told["offered"])

    assert body(inspector) == (80, True)
    inspector.send(amending(inspector, point))
    assert body(inspector) == (20, True)
    assert body(phones("supervisor")) == (20, False)


def test_once_it_is_confirmed_an_amendment_is_kept(point: str, inspector: Phone, world: make.World, look: Any) -> None:
    with look(SYSTEM):
        finding = one(Finding, point)
        for photo in finding.photos:
            photo.arrived_at = now()
        db.session.flush()
        step_finding(finding, Move("confirm", world.viewers["supervisor"], now()))
        db.session.commit()
    verdict = inspector.send(amending(inspector, point))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "amend_too_late")
    assert told_of(look, point) == []


def unsent(inspector: Phone, world: make.World, look: Any) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A visit's start and a point of it as the phone holds them, and the point's id."""
    with look(SYSTEM):
        round_id = make.make_round(world).id
        db.session.commit()
    start = inspector.start(round_id, world.towns["梅城镇"])
    record = inspector.record(start)
    return start, record, record["payload"]["finding_id"]


def test_an_amendment_that_comes_before_its_point_waits_for_it(inspector: Phone, world: make.World, look: Any) -> None:
    start, record, finding_id = unsent(inspector, world, look)
    verdict = inspector.send(amending(inspector, finding_id))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "waits_for_parent")
    inspector.send(start, record)
    assert len(told_of(look, finding_id)) == 1


def test_an_amendment_before_its_point_before_their_visit_waits_for_both(
    inspector: Phone, world: make.World, look: Any
) -> None:
    start, record, finding_id = unsent(inspector, world, look)
    verdicts = inspector.send(amending(inspector, finding_id), record, start)
    assert [v["verdict"] for v in verdicts] == ["kept", "kept", "applied"]
    assert len(told_of(look, finding_id)) == 1
    with look(SYSTEM):
        assert set(db.session.scalars(select(Operation.resolution))) == {None, "applied"}


def test_a_spot_that_other_points_share_stays_where_it_is(
    point: str, inspector: Phone, world: make.World, look: Any
) -> None:
    """Each point has its own place all the same."""
    with look(SYSTEM):
        first = one(Finding, point)
        assert first.origin is not None
        visit_id, spot_id = str(first.origin.visit_id), str(first.spot_id)
    visit = {"payload": {"town_id": str(world.towns["梅城镇"]), "visit_id": visit_id}}
    second = inspector.record(visit, spot={"is": "same", "spot_id": spot_id})
    verdicts = inspector.send(second, amending(inspector, second["payload"]["finding_id"]))
    assert [v["verdict"] for v in verdicts] == ["applied", "applied"]
    with look(SYSTEM):
        first, other = one(Finding, point), one(Finding, second["payload"]["finding_id"])
        assert other.spot_id == first.spot_id
        assert lon_lat(first.spot.point) == lon_lat(first.point) == {"lon": 119.51, "lat": 29.546}
        assert lon_lat(other.point) == {"lon": 119.52, "lat": 29.55}


def test_the_history_says_old_and_new_in_words(
    app: Flask, point: str, inspector: Phone, phones: Callable[[str], Phone]
) -> None:
    inspector.send(amending(inspector, point, position=THERE, note="南门两只桶满溢"))
    page = phones("supervisor").actor.client.get(f"/findings/{point}").get_data(as_text=True)
    assert "位置：119.510000, 29.546000（定位 ±80 米） → 119.520000, 29.550000（地图上点的）" in page
    assert "说明：“北门两只桶满溢” → “南门两只桶满溢”" in page
    assert not re.search(r"None|\(hand\)|\(gps\)", page)


@pytest.mark.parametrize("provider", ["hand", "gps", "wifi", None])
def test_a_place_of_unknown_accuracy_has_its_words(
    point: str, inspector: Phone, phones: Callable[[str], Phone], provider: str | None
) -> None:
    inspector.send(amending(inspector, point, position={"lon": 119.52, "lat": 29.55, "provider": provider}))
    page = phones("supervisor").actor.client.get(f"/findings/{point}").get_data(as_text=True)
    how = "地图上点的" if provider == "hand" else "定位，误差不明"
    assert f"119.520000, 29.550000（{how}）" in page


def test_a_comrade_does_not_amend_somebody_elses_point(
    point: str, phones: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    comrade = phones("inspector2")
    verdicts = comrade.send(amending(comrade, point), amending(comrade, str(uuid4())))
    assert [v["problem"]["type"] for v in verdicts] == ["waits_for_parent", "waits_for_parent"]
    assert told_of(look, point) == []


def test_saying_nothing_is_refused(point: str, inspector: Phone) -> None:
    assert inspector.send(amending(inspector, point, note=None))[0]["verdict"] == "refused"
