"""Fixtures of the desk's pages: desks by login, and a case as far as a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Order, Round
from app.queries.by_id import one
from tests import make
from tests.desk import Desk

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
