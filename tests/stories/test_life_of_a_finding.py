"""A point's life by actions alone: found, released, ordered, answered, returned, answered again, closed."""

from __future__ import annotations

from typing import Any

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Order, Round
from app.queries.by_id import one
from tests import make


def test_a_point_goes_from_found_to_closed_and_closes_its_order(world: make.World, look: Any) -> None:
    inspector, supervisor, town = (world.viewers[who] for who in ("inspector", "supervisor", "town"))
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(one(Round, round_.id), supervisor)
        order = make.make_order([finding], supervisor)
        db.session.commit()
        order_id, finding_id = order.id, finding.id
    with look(SYSTEM):
        order = one(Order, order_id)
        assert order.number == "建美镇督〔2026〕1号"
        step_order(order, Move("sign", town, now()))
        make.answer(order.findings[0], town)
        step_finding(order.findings[0], Move("return", supervisor, now(), "不是原位置"))
        db.session.commit()
    with look(SYSTEM):
        finding = one(Finding, finding_id)
        make.answer(finding, town)
        step_finding(finding, Move("pass", supervisor, now()))
        db.session.commit()
        assert (finding.state, one(Order, order_id).state, finding.rework_count) == ("closed", "closed", 1)
