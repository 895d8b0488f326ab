"""Listed supervision (挂牌督办): by two people, with a leader, told to all it concerns; off only when it was asked for and is done."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.warning import Pressing, Thresholds, suggested
from app.models import Approval, Finding, Journal, Order, Stream
from app.queries.by_id import one
from tests import make
from tests.asking import a_point
from tests.cast import Actor, sign_in

NOTICE = "北门垃圾桶满溢逾期未改，11 月底前整改到位"
LEADER = "分管副县长"


@pytest.fixture
def actor(app: Any, world: make.World) -> Any:
    return lambda login: sign_in(app.test_client(), login)


@pytest.fixture
def order(world: make.World, look: Any) -> str:
    point = a_point(world, look)
    with look(SYSTEM):
        return str(one(Finding, point).order_id)


def step(who: Actor, order: str, action: str, **more: Any) -> Any:
    return who.post(f"/api/v1/orders/{order}/steps", {"action": action, **more})


def second(actor: Any, look: Any) -> None:
    """Another person agrees to what waits."""
    with look(SYSTEM):
        waiting = db.session.scalars(select(Approval.id).where(Approval.state == "asked")).one()
    answer = actor("supervisor2").post(f"/api/v1/approvals/{waiting}/steps", {"action": "grant"})
    assert answer.status_code == 200, answer.get_json()


def listed(actor: Any, look: Any, order: str) -> None:
    step(actor("supervisor"), order, "list", note=NOTICE, leader=LEADER)
    second(actor, look)


def closed(look: Any, world: make.World, order: str) -> None:
    """Its one point is answered and passed."""
    with look(SYSTEM):
        (finding,) = one(Order, order).findings
        make.answer(finding, world.viewers["town"])
        step_finding(finding, Move("pass", world.viewers["supervisor"], now()))
        db.session.commit()


def test_it_is_listed_by_two_with_its_notice_and_leader(order: str, actor: Any, look: Any) -> None:
    step(actor("supervisor"), order, "list", note=NOTICE, leader=LEADER)
    with look(SYSTEM):
        assert one(Order, order).level == "ordinary"
    second(actor, look)
    with look(SYSTEM):
        row = one(Order, order)
        assert (row.level, row.leader, row.listed_for, row.state) == ("listed", LEADER, NOTICE, "signed")
        told = select(Journal.body, Stream.kind).join(Stream).where(Journal.act == "order.list")
        body, kind = db.session.execute(told).one()
        assert (body["leader"], body["note"], kind) == (LEADER, NOTICE, "town")


@pytest.mark.parametrize(
    ("sent", "wrong"), [({"note": NOTICE}, "leader_missing"), ({"leader": LEADER}, "reason_missing")]
)
def test_it_wants_a_leader_and_a_notice(order: str, actor: Any, look: Any, sent: dict[str, str], wrong: str) -> None:
    """Whichever of the two people it meets."""
    answer = step(actor("supervisor"), order, "list", **sent)
    assert (answer.status_code, answer.get_json()["type"]) == (422, wrong)
    with look(SYSTEM):
        assert db.session.scalars(select(Approval.id)).all() == []


def test_removal_is_asked_for_when_all_is_done_and_made_by_two(
    order: str, actor: Any, look: Any, world: make.World
) -> None:
    listed(actor, look, order)
    town, supervisor = actor("town"), actor("supervisor")
    assert step(town, order, "ask_removal", note="都改好了").status_code == 409  # points are open
    closed(look, world, order)
    assert step(supervisor, order, "delist", note="验收合格").get_json()["type"] == "removal_not_asked"
    assert step(town, order, "ask_removal", note="都改好了").status_code == 200
    assert step(town, order, "ask_removal", note="再问一次").get_json()["type"] == "removal_asked"
    step(supervisor, order, "delist", note="到现场看过，合格")
    second(actor, look)
    with look(SYSTEM):
        row = one(Order, order)
        assert (row.level, row.listed_at, row.removal_asked_at, row.leader) == ("key", None, None, LEADER)


def test_raised_to_key_at_once_and_once(order: str, actor: Any, look: Any) -> None:
    supervisor = actor("supervisor")
    assert step(supervisor, order, "raise", note="半数未反馈").status_code == 200
    with look(SYSTEM):
        assert one(Order, order).level == "key"
    assert step(supervisor, order, "raise", note="再升").status_code == 409


@pytest.mark.parametrize("who", ["town", "leader", "inspector"])
@pytest.mark.parametrize("action", ["raise", "list", "delist"])
def test_only_the_office_lists(order: str, actor: Any, who: str, action: str) -> None:
    assert step(actor(who), order, action, note=NOTICE, leader=LEADER).status_code == 403


def test_an_ordinary_order_has_nothing_to_be_removed(order: str, actor: Any, look: Any, world: make.World) -> None:
    closed(look, world, order)
    assert step(actor("town"), order, "ask_removal", note="?").status_code == 409


def test_the_town_reads_it_on_its_page(order: str, actor: Any, look: Any) -> None:
    listed(actor, look, order)
    text = actor("town").client.get(f"/orders/{order}").get_data(as_text=True)
    assert (NOTICE in text, LEADER in text) == (True, True)


@pytest.mark.parametrize(
    ("level", "pressing", "next_rung"),
    [
        ("ordinary", Pressing(0, 0, 0), "raise"),
        ("ordinary", Pressing(5, 0, 0), "list"),
        ("key", Pressing(4, 2, 1), None),
        ("key", Pressing(5, 0, 0), "list"),
        ("key", Pressing(0, 3, 0), "list"),
        ("key", Pressing(0, 0, 2), "list"),
        ("listed", Pressing(30, 9, 9), None),
    ],
)
def test_the_next_rung_is_suggested(level: str, pressing: Pressing, next_rung: str | None) -> None:
    assert suggested(level, pressing, Thresholds()) == next_rung
