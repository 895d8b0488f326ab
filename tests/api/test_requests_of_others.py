"""Requests (申请) of others: who may not ask, see or take back what somebody else asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import Finding, Photo, Region, TownRequest
from app.queries.by_id import one
from tests import make
from tests.asking import a_point, asking
from tests.phone import Phone, photo


def test_an_inspector_does_not_say_these_words(point: str, phones: Callable[[str], Phone]) -> None:
    inspector = phones("inspector")
    verdict = inspector.send(asking(inspector, point))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "out_of_scope")


def test_another_town_can_neither_ask_nor_see_nor_take_back(
    point: str, phones: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    town, stranger = phones("town"), phones("town2")
    sent = asking(town, point, photos=[photo("雨", role="document")])
    town.send(sent)
    assert stranger.send(asking(stranger, point))[0]["problem"]["type"] == "out_of_scope"
    request_id = sent["payload"]["request_id"]
    assert stranger.send(stranger.operation("request.withdraw", {"request_id": request_id}))[0]["verdict"] == "kept"
    hidden, absent = (
        stranger.actor.post(f"/api/v1/requests/{key}/steps", {"action": "withdraw"}) for key in (request_id, uuid4())
    )
    assert (hidden.status_code, hidden.get_json()["detail"]) == (absent.status_code, absent.get_json()["detail"])
    assert {login: _seen(world, look, login) for login in ("town", "town2", "supervisor", "supervisor2", "leader")} == {
        "town": (1, 1),
        "town2": (0, 0),
        "supervisor": (1, 1),
        "supervisor2": (1, 1),
        "leader": (1, 1),
    }


def _seen(world: make.World, look: Any, login: str) -> tuple[int, int]:
    """How many requests, and photos of them."""
    with look(world.viewers[login]):
        requests = db.session.scalars(select(func.count()).select_from(TownRequest)).one()
        photos = select(func.count()).select_from(Photo).where(Photo.owner_kind == "request")
        return requests, db.session.scalars(photos).one()


def test_a_department_asks_is_told_of_its_own_point_only_and_its_town_cannot_take_that_back(
    point: str, phones: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    a_point(world, look, "DZ-01")
    with look(SYSTEM):
        county = db.session.scalars(select(Region).where(Region.id == world.county_id)).one()
        unit = make.make_unit("建德市综合行政执法局", UnitKind.DEPARTMENT, county)
        make.make_person("department", Role.DEPARTMENT, unit, county)
        one(Finding, UUID(point)).unit_id = unit.id
        db.session.commit()
    department, town = phones("department"), phones("town")
    sent = asking(department, point)
    assert department.send(sent)[0]["verdict"] == "applied"
    told = department.actor.get("/api/v1/changes").get_json()["items"]
    assert {(it["noun"], it["id"], "body" in it) for it in told} == {("finding", point, True)}
    verdict = town.send(town.operation("request.withdraw", {"request_id": sent["payload"]["request_id"]}))[0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "request_of_other_unit")
