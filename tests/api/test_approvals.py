"""Two-person acts (双人复核): nothing happens until another person agrees, and then it happens as it is possible then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Account, Approval, Journal, Order, Setting, Stream
from app.queries.by_id import one
from tests import make
from tests.asking import a_point
from tests.cast import Actor, sign_in

WHY = "点位权属有误"


@pytest.fixture
def actor(app: Any, world: make.World) -> Any:
    return lambda login: sign_in(app.test_client(), login)


@pytest.fixture
def order(world: make.World, look: Any) -> str:
    """Issued to 梅城镇, not signed."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        finding = make.make_finding(visit, inspector)
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        made = make.make_order([finding], supervisor)
        db.session.commit()
        return str(made.id)


def step(who: Actor, noun: str, subject: object, action: str, **more: Any) -> Any:
    return who.post(f"/api/v1/{noun}/{subject}/steps", {"action": action, **more})


def asked(look: Any) -> UUID:
    with look(SYSTEM):
        return db.session.scalars(select(Approval.id)).one()


def state_of(look: Any, order: str) -> str:
    with look(SYSTEM):
        return one(Order, order).state


def test_asked_for_it_stands_and_says_so(order: str, actor: Any, look: Any) -> None:
    answer = step(actor("supervisor"), "orders", order, "void", note=WHY)
    body = answer.get_json()
    assert (answer.status_code, body["state"], body["waits_for_second"]) == (200, "issued", ["void"])
    assert state_of(look, order) == "issued"
    assert actor("town").get(f"/api/v1/orders/{order}").get_json()["state"] == "issued"


def test_another_person_agrees_and_it_is_done_with_the_first_ones_reason(order: str, actor: Any, look: Any) -> None:
    step(actor("supervisor"), "orders", order, "void", note=WHY)
    answer = step(actor("supervisor2"), "approvals", asked(look), "grant")
    assert (answer.status_code, answer.get_json()["state"]) == (200, "granted")
    assert state_of(look, order) == "void"
    with look(SYSTEM):
        told = db.session.execute(select(Journal, Stream.kind).join(Stream).where(Journal.subject_id == UUID(order)))
        voided = next((row, kind) for row, kind in told if row.act == "order.void")
        assert (voided[0].body["note"], voided[1]) == (WHY, "town")


def test_until_then_the_town_reads_nothing_of_it(order: str, actor: Any, look: Any) -> None:
    step(actor("supervisor"), "orders", order, "void", note=WHY)
    with look(SYSTEM):
        kinds = select(Stream.kind).join(Journal, Journal.stream_id == Stream.id).where(Journal.act == "approval.ask")
        assert db.session.scalars(kinds).all() == ["cases"]
    assert "waits_for_second" not in actor("town").get(f"/api/v1/orders/{order}").get_json()


@pytest.mark.parametrize("same", ["the same account", "the same human"])
def test_nobody_agrees_to_what_they_asked_for(order: str, actor: Any, look: Any, world: make.World, same: str) -> None:
    if same == "the same human":
        with look(SYSTEM):
            ids = [world.viewers[who].user_id for who in ("supervisor", "supervisor2")]
            for account in db.session.scalars(select(Account).where(Account.user_id.in_(ids))):
                account.person_key = "one human"
            db.session.commit()
    step(actor("supervisor"), "orders", order, "void", note=WHY)
    who = "supervisor" if same == "the same account" else "supervisor2"
    for action in ("grant", "refuse"):
        answer = step(actor(who), "approvals", asked(look), action, note="好")
        assert (answer.status_code, answer.get_json()["type"]) == (422, "self_approval")
    assert state_of(look, order) == "issued"


def test_refused_with_a_sentence_it_may_be_asked_for_again(order: str, actor: Any, look: Any) -> None:
    supervisor, second = actor("supervisor"), actor("supervisor2")
    step(supervisor, "orders", order, "void", note=WHY)
    approval = asked(look)
    assert step(second, "approvals", approval, "refuse").get_json()["type"] == "reason_missing"
    assert step(second, "approvals", approval, "refuse", note="权属没有错").get_json()["state"] == "refused"
    assert step(second, "approvals", approval, "grant").status_code == 409
    assert step(supervisor, "orders", order, "void", note=WHY).status_code == 200


def test_taken_back_by_who_asked_and_nobody_else(order: str, actor: Any, look: Any) -> None:
    supervisor, second = actor("supervisor"), actor("supervisor2")
    step(supervisor, "orders", order, "void", note=WHY)
    assert step(second, "approvals", asked(look), "withdraw").get_json()["type"] == "approval_of_other"
    assert step(supervisor, "approvals", asked(look), "withdraw").get_json()["state"] == "withdrawn"


def test_asked_for_twice_it_waits_once(order: str, actor: Any) -> None:
    for who, expected in (("supervisor", 200), ("supervisor", 422), ("supervisor2", 422)):
        answer = step(actor(who), "orders", order, "void", note=WHY)
        assert answer.status_code == expected
    assert answer.get_json()["type"] == "approval_open"


def test_what_has_moved_on_meanwhile_is_refused_and_still_waits(order: str, actor: Any, look: Any) -> None:
    step(actor("supervisor"), "orders", order, "void", note=WHY)
    step(actor("town"), "orders", order, "sign")
    answer = step(actor("supervisor2"), "approvals", asked(look), "grant")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "step_not_in_table")
    assert state_of(look, order) == "signed"
    with look(SYSTEM):
        assert db.session.scalars(select(Approval.state)).one() == "asked"


def test_what_is_not_possible_is_not_asked_for(order: str, actor: Any, look: Any) -> None:
    assert step(actor("supervisor"), "orders", order, "void").get_json()["type"] == "reason_missing"
    with look(SYSTEM):
        assert db.session.scalars(select(Approval.id)).all() == []


def test_a_county_says_which_acts_take_two(order: str, actor: Any, look: Any, world: make.World) -> None:
    with look(SYSTEM):
        db.session.add(Setting(region_id=world.county_id, key="two_person_order_void", value="off"))
        db.session.commit()
    assert step(actor("supervisor"), "orders", order, "void", note=WHY).get_json()["state"] == "void"


def test_a_secret_round_is_released_by_two_of_its_members_only(
    actor: Any, look: Any, world: make.World, app: Any
) -> None:
    with look(SYSTEM):
        db.session.add(Setting(region_id=world.county_id, key="two_person_round_release", value="on"))
        round_ = make.make_round(world)
        visit = make.make_visit(round_, world.viewers["inspector"])
        make.finish(visit, world.viewers["inspector"])
        db.session.commit()
        round_id = str(round_.id)
    supervisor = actor("supervisor")
    step(supervisor, "rounds", round_id, "finish")
    answer = step(supervisor, "rounds", round_id, "release")
    assert answer.get_json()["waits_for_second"] == ["release"]
    assert step(actor("supervisor2"), "approvals", asked(look), "grant").status_code == 404
    with look(SYSTEM):
        kinds = select(Stream.kind).join(Journal, Journal.stream_id == Stream.id).where(Journal.act == "approval.ask")
        assert db.session.scalars(kinds).all() == ["round"]


@pytest.mark.parametrize("who", ["leader", "inspector", "town"])
def test_only_the_office_decides(order: str, actor: Any, look: Any, who: str) -> None:
    step(actor("supervisor"), "orders", order, "void", note=WHY)
    assert step(actor(who), "approvals", asked(look), "grant").status_code == 403


def test_a_return_of_a_point_needs_nobody_else(world: make.World, actor: Any, look: Any) -> None:
    """Off by default: only what nobody could take back is on."""
    point = a_point(world, look)
    assert step(actor("supervisor"), "findings", point, "void", note="拍错了").get_json()["state"] == "void"
