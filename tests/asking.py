"""Asking (申请) in tests: a point of 梅城镇 in a signed order, and what its town's phone says of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.actions.advance import Move
from app.actions.order import step_order
from app.db import db
from app.domain.people import SYSTEM
from tests import make
from tests.phone import Phone

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
NEXT_WORKING_DAY = "2026-11-16"  # T2: due on Friday the 13th, and one working day more


def a_point(world: make.World, look: Any, item: str = "WS-03") -> str:
    """Due on the next working day."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector, item)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        order = make.make_order([finding], supervisor)
        step_order(order, Move("sign", world.viewers["town"], NOW))
        db.session.commit()
        return str(finding.id)


def asking(phone: Phone, point: str, kind: str = "extension", **more: Any) -> dict[str, Any]:
    payload = {"request_id": str(uuid4()), "finding_id": point, "kind": kind, "reason": "下雨，路面浇不了"}
    days = {} if kind == "dispute" else {"until": NEXT_WORKING_DAY}
    return phone.operation("request.make", {**payload, "photos": [], **days, **more})
