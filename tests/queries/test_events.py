"""Events (经过): acts of one moment stand in the order in which they were done, whatever stream tells of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.actions.advance import Move
from app.actions.order import step_order
from app.actions.round import step_round
from app.db import db, now
from app.domain.people import SYSTEM
from app.queries.events import events_of
from tests import make

AT = datetime(2026, 11, 12, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("points", [1, 2, 3])
def test_causes_stand_before_their_effects(
    world: make.World, look: Any, clock: Callable[[datetime], None], points: int
) -> None:
    """Found and confirmed in the round's stream, told to the town in its own, ordered in the county's, started there."""
    clock(AT)
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        findings = [make.make_finding(visit, inspector) for _ in range(points)]
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        order = make.make_order(findings, supervisor)
        step_order(order, Move("sign", world.viewers["town"], now()))
        db.session.flush()
        told = [[event.act for event in reversed(events_of(it.id))] for it in findings]
        assert {event.at for event in events_of(order.id)} == {AT}
        of_order = [event.act for event in reversed(events_of(order.id))]
    steps = ["record", "confirm", "disclose", "order", "due", "start"]
    assert told == [[f"finding.{step}" for step in steps]] * points
    assert of_order == ["order.draft", "order.propose", "order.issue", "order.sign"]


def test_a_release_stands_before_what_it_tells_each_town(
    world: make.World, look: Any, clock: Callable[[datetime], None]
) -> None:
    clock(AT)
    with look(SYSTEM):
        round_ = make.make_round(world)
        make.finish(make.make_visit(round_, world.viewers["inspector"]), world.viewers["inspector"])
        db.session.flush()
        for action in ("finish", "release"):
            step_round(round_, Move(action, world.viewers["supervisor"], now()))
        db.session.flush()
        told = [event.act for event in reversed(events_of(round_.id))]
    assert told[0] == "round.plan"
    assert told[-3:] == ["round.finish", "round.release", "round.release"]
