"""Fixtures of the desk's pages: desks by login, and a case as far as a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import DeviceGrant, Finding, Order, Round, Visit
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.desk import Desk
from tests.phone import Phone, photo

SignedIn = Callable[[str], Desk]


@pytest.fixture
def desk(app: Flask, world: make.World) -> SignedIn:
    """`desk("supervisor")`: a browser of their own, signed in by the page."""
    return lambda login: Desk(app, login)


@dataclass
class Case:
    """Ids of one round in 梅城镇 with its points; the steps bring it further."""

    world: make.World
    look: Any
    round_id: UUID
    finding_ids: list[UUID]

    def released(self) -> Case:
        with self.look(SYSTEM):
            round_ = one(Round, self.round_id)
            make.finish(round_.visits[0], self.world.viewers["inspector"])
            db.session.flush()
            make.release(round_, self.world.viewers["supervisor"])
            db.session.commit()
        return self

    def ordered(self) -> UUID:
        """Released, and all points in one issued order."""
        self.released()
        with self.look(SYSTEM):
            findings = [one(Finding, it) for it in self.finding_ids]
            order = make.make_order(findings, self.world.viewers["supervisor"])
            db.session.commit()
            return order.id

    def answered(self) -> UUID:
        """Ordered, signed for, and every point answered by the town."""
        order_id, town = self.ordered(), self.world.viewers["town"]
        with self.look(SYSTEM):
            step_order(one(Order, order_id), Move("sign", town, now()))
            for finding_id in self.finding_ids:
                make.answer(one(Finding, finding_id), town)
            db.session.commit()
        return order_id


@pytest.fixture
def case(world: make.World, look: Any) -> Callable[..., Case]:
    """`case(3)`: an unannounced round under way with three points found."""

    def made(points: int = 1, **round_facts: Any) -> Case:
        inspector = world.viewers["inspector"]
        with look(SYSTEM):
            round_ = make.make_round(world, **round_facts)
            visit = make.make_visit(round_, inspector)
            ids = [make.make_finding(visit, inspector).id for _ in range(points)]
            db.session.commit()
            return Case(world, look, round_.id, ids)

    return made


@pytest.fixture
def phone(app: Flask, world: make.World) -> Callable[[str], Phone]:
    return lambda login: Phone(sign_in(app.test_client(), login))


@pytest.fixture
def kept_answer(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> tuple[str, UUID]:
    """An answer of the town that came from a phone whose grant had been revoked: (its page, its point)."""
    made = case()
    order_id = made.ordered()
    town = phone("town")
    town.send(town.operation("order.sign", {"order_id": str(order_id)}))
    payload = {"evidence_id": str(UUID(int=7)), "finding_id": str(made.finding_ids[0]), "note": "已清运"}
    return _kept(
        look, town, town.operation("evidence.submit", {**payload, "photos": [photo("后", role="after")]})
    ), made.finding_ids[0]


def _kept(look: Any, phone: Phone, operation: dict[str, Any]) -> str:
    """Revoke the phone's grant, end its session, send: the record is kept. Gives its page."""
    actor = phone.actor
    with look(SYSTEM):
        grant = db.session.scalars(select(DeviceGrant).where(DeviceGrant.device_id == actor.device_id)).one()
        grant.revoked_at = grant.created_at
        db.session.commit()
    actor.client.delete("/api/v1/session", headers={"X-CSRF-Token": actor.csrf})
    envelope = {"device_id": str(actor.device_id), "operations": [operation]}
    answer = actor.client.post("/api/v1/operations", json=envelope, headers={"Xunzhen-Device": str(actor.device_id)})
    verdict = answer.get_json()["verdicts"][0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "grant_revoked")
    return f"/kept/{operation['op_id']}"


@pytest.fixture
def kept_record(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> tuple[str, Case]:
    """A point recorded from a revoked phone on an unreleased round: (its page, the round's case)."""
    made, inspector = case(), phone("inspector")
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit).where(Visit.round_id == made.round_id)).one()
        start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    record = inspector.operation("finding.record", inspector.record(start)["payload"])
    return _kept(look, inspector, record), made
