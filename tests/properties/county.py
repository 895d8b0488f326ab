"""The county of the walk (一个县): its people signed in over HTTP, and how an act of the model goes over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Connection, select
from werkzeug.test import TestResponse

from app.db import db
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import Account, Region, Unit
from tests import make
from tests.cast import Actor, sign_in
from tests.phone import Phone
from tests.properties.model import Model, Person, Thing

BEGINS = date(2026, 11, 12)  # a Thursday
FAR = "330127000000"  # 淳安县
OFFICE, TEAM, TOWN, TOWN2 = "office", "team", "town", "town2"
CAST = (
    Person("supervisor", "supervisor", OFFICE, human="B"),
    Person("supervisor2", "supervisor", OFFICE),
    Person("shadow", "supervisor", OFFICE, human="B"),  # a second account of `supervisor`
    Person("twin", "supervisor", OFFICE, human="A"),  # a second account of `town`
    Person("neighbour", "supervisor", TOWN),  # of the unit that answers
    Person("far", "supervisor", "far", county="far"),
    Person("inspector", "inspector", TEAM),
    Person("inspector2", "inspector", TEAM),
    Person("town", "town", TOWN, town="梅城镇", human="A"),
    Person("town2", "town", TOWN2, town="寿昌镇"),
    Person("department", "department", "dept"),
    Person("leader", "leader", OFFICE),
    Person("sysadmin", "sysadmin", OFFICE),
    Person("secadmin", "secadmin", OFFICE),
    Person("auditor", "auditor", OFFICE),
)
MADE_BY_WORLD = {"supervisor", "supervisor2", "inspector", "inspector2", "town", "town2", "leader"} | {
    "sysadmin",
    "secadmin",
    "auditor",
}


@dataclass
class County:
    """`clock` sets its time; `units` are ids by the model's words; people sign in when they are needed."""

    app: Flask
    wire: Connection
    look: Any
    clock: Callable[[datetime], None]
    world: make.World
    units: dict[str, str]
    at: datetime = field(default=datetime.combine(BEGINS, time(3), UTC))
    phones: dict[str, Phone] = field(default_factory=dict)

    def phone(self, who: Person) -> Phone:
        if who.login not in self.phones:
            self.phones[who.login] = Phone(sign_in(self.app.test_client(), who.login))
        return self.phones[who.login]

    def actor(self, who: Person) -> Actor:
        return self.phone(who).actor

    def tomorrow(self) -> None:
        """Whoever was signed in signed in again: by hand, for that has tests of its own."""
        self.at += timedelta(days=1)
        self.clock(self.at)
        self.wire.exec_driver_sql("UPDATE sign_in SET created_at = %s, seen_at = %s", (self.at, self.at))

    def step(self, who: Person, thing: Thing, sent: dict[str, Any], key: str | None = None) -> TestResponse:
        body, headers = self._written(sent), {}
        if sent.get("stale") == "header":
            headers["If-Match"] = f'"{sent["version"]}"'
        elif sent.get("stale"):
            body["version"] = sent["version"]
        return self.actor(who).post(f"/api/v1/{thing.noun}s/{key or thing.id}/steps", body, **headers)

    def _written(self, sent: dict[str, Any]) -> dict[str, Any]:
        body = {name: sent[name] for name in ("action", "note", "leader", "item", "severity") if name in sent}
        if "item" in body:
            body["item_code"] = body.pop("item")
        if sent.get("until"):
            body["until"] = sent["until"].isoformat()
        if "unit" in sent:
            body["unit_id"] = self.units.get(sent["unit"], str(uuid4()))
        if sent.get("duplicate"):
            body["duplicate_of"] = sent["duplicate"].id
        return body

    def say(self, who: Person, kind: str, payload: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """One operation of that person's phone: as it was sent, and its verdict."""
        phone = self.phone(who)
        operation = phone.operation(kind, payload, made_at=self.at.isoformat())
        return operation, phone.send(operation)[0]

    def draft(self, who: Person, points: list[Thing]) -> TestResponse:
        """The form at the desk."""
        actor = self.actor(who)
        form = {
            "csrf_token": actor.csrf,
            "op_id": str(uuid4()),
            "town_id": str(self.world.towns[points[0].town]),
            "title": "暗访问题",
            "level": "ordinary",
            "finding_ids": [point.id for point in points],
        }
        return actor.client.post("/orders", data=form)

    def hold(self, who: Person, name: str) -> None:
        """The bytes of that photo have come."""
        with self.look(SYSTEM):
            make.hold(make.photo(name), self.world.viewers[who.login])
            db.session.commit()


def settle_down(app: Flask, wire: Connection, look: Any, clock: Callable[[datetime], None]) -> County:
    """Everybody is there and signed in before the first walk begins."""
    clock(datetime.combine(BEGINS, time(3), UTC))
    with look(SYSTEM):
        world = make.make_world()
        units = _more_people(world)
        db.session.commit()
    county = County(app, wire, look, clock, world, units)
    for who in CAST:
        county.phone(who)
    return county


def _more_people(world: make.World) -> dict[str, str]:
    """Those whom the usual world has nobody for, each other of one human, and two departments."""
    here = db.session.scalars(select(Region).where(Region.id == world.county_id)).one()
    far = db.session.scalars(select(Region).where(Region.code == FAR)).one()
    named = {name: make.make_unit(name, UnitKind.DEPARTMENT, here) for name in ("dept", "dept2")}
    of_town = db.session.scalars(select(Unit).where(Unit.region_id == world.towns["梅城镇"])).one()
    supervisor = world.viewers["supervisor"]
    office = db.session.scalars(select(Unit).where(Unit.id == supervisor.unit_id)).one()
    places = {OFFICE: office, TOWN: of_town, "far": make.make_unit("far", UnitKind.OFFICE, far), **named}
    for who in CAST:
        if who.login not in MADE_BY_WORLD:
            region = far if who.county == "far" else here
            world.viewers[who.login] = make.make_person(who.login, Role(who.role), places[who.unit], region)
        if who.human:
            _is_human(world.viewers[who.login].user_id, who.human)
    return {name: str(unit.id) for name, unit in places.items()}


def _is_human(user_id: UUID | None, human: str) -> None:
    db.session.scalars(select(Account).where(Account.user_id == user_id)).one().person_key = human


def fresh_model() -> Model:
    return Model({who.login: who for who in CAST}, BEGINS)
