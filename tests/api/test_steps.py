"""Steps over the wire (流程动作): what random walks over the tables found once, each by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Order
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in


@dataclass
class Case:
    """One point of a released round in an issued order, and steps over HTTP as (status, what was said)."""

    app: Flask
    world: make.World
    look: Any
    ids: dict[str, UUID]

    def step(self, login: str, noun: str, action: str, **more: Any) -> tuple[int, str]:
        sent = {"action": action, "note": "现场看过", **more}
        answer = sign_in(self.app.test_client(), login).post(f"/api/v1/{noun}s/{self.ids[noun]}/steps", sent)
        return answer.status_code, answer.get_json().get("type") or answer.get_json()["state"]


@pytest.fixture
def case(app: Flask, world: make.World, look: Any) -> Case:
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        order = make.make_order([finding], supervisor)
        db.session.commit()
        return Case(app, world, look, {"visit": visit.id, "finding": finding.id, "order": order.id})


def test_a_version_of_nought_is_a_stale_one(case: Case) -> None:
    assert case.step("supervisor", "order", "urge", version=0) == (412, "stale_version")


def test_the_visit_of_a_released_round_is_voided_by_whoever_is_of_the_office(case: Case) -> None:
    """Not only by a member of the round, whose stream it is."""
    assert case.step("supervisor2", "visit", "void") == (200, "void")


def test_an_order_whose_last_point_became_void_closes_when_it_is_signed_for(case: Case) -> None:
    assert case.step("supervisor", "finding", "void") == (200, "void")
    assert case.step("town", "order", "sign") == (200, "closed")


def test_an_order_of_void_points_alone_is_not_issued_and_gives_them_no_deadline(
    case: Case, look: Any, world: make.World
) -> None:
    supervisor = world.viewers["supervisor"]
    with look(SYSTEM):
        order = one(Order, case.ids["order"])
        step_order(order, Move("void", supervisor, now(), "点位有误"))
        again = make.Draft(order.town, order.unit, order.issuer, "暗访", "ordinary")
        drafted = make.draft_order(again, [one(Finding, case.ids["finding"])], Move("draft", supervisor, now()))
        db.session.commit()
        case.ids["order"] = drafted.id
    assert case.step("supervisor", "order", "propose") == (200, "signing")
    assert case.step("supervisor", "finding", "void") == (200, "void")
    assert case.step("supervisor", "order", "issue") == (422, "no_points")
    with look(SYSTEM):
        assert one(Finding, case.ids["finding"]).due_at is None
