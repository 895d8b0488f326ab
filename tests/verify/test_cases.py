"""Cases against the journal (案卷与日志): nothing is found where nobody touched anything; whatever is touched is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from app.db import db
from app.domain.people import SYSTEM
from app.models import Finding, Order, Photo, Score, ScoreLine
from app.verify.cases import check_cases, check_scores
from tests import make
from tests.packed import AT, answered, found, ordered, told


@pytest.fixture
def settled(world: make.World, look: Any, clock: Callable[[datetime], None]) -> Any:
    clock(AT)
    with look(SYSTEM):
        round_id, finding_id, town_id = found(world)
        ordered(world, round_id, finding_id)
        answered(world, finding_id)
        told(town_id)
        db.session.commit()
    return look


def codes(look: Any) -> set[str]:
    with look(SYSTEM):
        return {it.code for it in (*check_cases(), *check_scores())}


def test_nothing_is_found_where_nobody_touched_anything(settled: Any) -> None:
    assert codes(settled) == set()


TOUCHED = {
    "deadline_differs": update(Finding).values(due_at=datetime.fromisoformat("2026-12-24T10:00:00+00:00")),
    "slots_differ": update(Photo).where(Photo.role == "after").values(sha256="ab" * 32),
    "number_differs": update(Order).values(seq=Order.seq + 1),
    "score_differs": update(ScoreLine).where(ScoreLine.position == 0).values(amount="1"),
}


@pytest.mark.parametrize("code", TOUCHED)
def test_what_is_changed_behind_its_act_is_named(settled: Any, code: str, wire: Any) -> None:
    owner_changes(wire, TOUCHED[code])
    assert codes(settled) == {code}


def test_a_score_of_nobody_is_named(settled: Any, wire: Any) -> None:
    owner_changes(wire, update(Score).values(value=99))
    assert codes(settled) == {"score_differs"}


def owner_changes(wire: Any, statement: Any) -> None:
    """As the owner of the tables, past all grants."""
    wire.exec_driver_sql("RESET ROLE")
    wire.execute(statement)
    wire.exec_driver_sql("SET LOCAL ROLE xunzhen_app")
