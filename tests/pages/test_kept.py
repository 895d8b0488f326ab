"""Kept operations at the desk (待处理): accepted in the sender's place exactly once, or void with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM
from app.domain.round import Part
from app.models import DeviceGrant, Evidence, Finding, Journal, Operation, Round, RoundMember, Visit
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.desk import Page
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone, photo


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


def test_the_list_counts_what_waits_and_opens_it(desk: SignedIn, kept_answer: tuple[str, UUID]) -> None:
    page = desk("supervisor").open("/kept")
    assert "1 条等人处理" in page.text
    assert any(link.startswith(kept_answer[0]) for link in page.links)


def test_accepting_carries_it_out_as_its_sender(
    desk: SignedIn, kept_answer: tuple[str, UUID], world: make.World, look: Any
) -> None:
    assert desk("supervisor").press(kept_answer[0], "accept").status_code == 303
    with look(SYSTEM):
        evidence = db.session.scalars(select(Evidence)).one()
        assert (evidence.finding_id, evidence.submitted_by) == (kept_answer[1], world.viewers["town"].user_id)


def test_an_accepted_answer_counts_from_when_it_came(desk: SignedIn, kept_answer: tuple[str, UUID], look: Any) -> None:
    desk("supervisor").press(kept_answer[0], "accept")
    with look(SYSTEM):
        operation = db.session.scalars(select(Operation).where(Operation.verdict == "kept")).one()
        evidence = db.session.scalars(select(Evidence)).one()
        assert (evidence.received_at, operation.resolution) == (operation.received_at, "accepted")


def test_accepting_twice_applies_once(desk: SignedIn, kept_answer: tuple[str, UUID], look: Any) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open(kept_answer[0]).form(action="accept")
    first, second = supervisor.send(form), supervisor.send(form)
    assert (first.status_code, second.status_code, second.location) == (303, 303, first.location)
    with look(SYSTEM):
        assert db.session.scalars(select(func.count(Evidence.id))).one() == 1
        assert db.session.scalars(select(func.count(Journal.id)).where(Journal.act == "operation.resolve")).one() == 1


def test_another_supervisor_comes_too_late(desk: SignedIn, kept_answer: tuple[str, UUID]) -> None:
    late, supervisor = desk("supervisor2"), desk("supervisor")
    form = late.open(kept_answer[0]).form(action="accept")
    supervisor.press(kept_answer[0], "accept")
    answer = Page(late.send(form))
    assert (answer.status, "这一条已经处理过了" in answer.text) == (409, True)


def test_looking_at_it_changes_nothing(desk: SignedIn, kept_answer: tuple[str, UUID], look: Any) -> None:
    with look(SYSTEM):
        before = db.session.scalars(select(func.count(Journal.id))).one()
    page = desk("supervisor").open(kept_answer[0])
    assert page.form(action="accept")
    with look(SYSTEM):
        after = db.session.scalars(select(func.count(Journal.id))).one()
        assert (after, db.session.scalars(select(Evidence)).all()) == (before, [])


def test_a_void_needs_a_reason(desk: SignedIn, kept_answer: tuple[str, UUID]) -> None:
    supervisor = desk("supervisor")
    answer = Page(supervisor.press(kept_answer[0], "void", note="  "))
    assert (answer.status, "要写理由" in answer.text) == (422, True)
    assert "1 条等人处理" in supervisor.open("/kept").text


def test_a_void_one_is_set_aside_with_its_reason_in_the_journal(
    desk: SignedIn, kept_answer: tuple[str, UUID], look: Any
) -> None:
    supervisor = desk("supervisor")
    assert supervisor.press(kept_answer[0], "void", note="不是他本人交的").status_code == 303
    assert "已作废" in supervisor.open(kept_answer[0]).text
    with look(SYSTEM):
        row = db.session.scalars(select(Journal).where(Journal.act == "operation.resolve")).one()
        assert row.body == {"resolution": "void", "note": "不是他本人交的"}


@pytest.mark.parametrize("login", ["town", "town2", "inspector", "leader", "auditor"])
def test_only_a_supervisor_opens_it(desk: SignedIn, kept_answer: tuple[str, UUID], login: str) -> None:
    assert desk(login).get(kept_answer[0]).status_code == 403


@pytest.fixture
def kept_record(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> tuple[str, Case]:
    """A point recorded from a revoked phone on an unreleased round: (its page, the round's case)."""
    made, inspector = case(), phone("inspector")
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit).where(Visit.round_id == made.round_id)).one()
        start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    record = inspector.operation("finding.record", inspector.record(start)["payload"])
    return _kept(look, inspector, record), made


def test_a_record_of_a_hidden_round_is_not_there_for_a_supervisor_outside_it(
    desk: SignedIn, kept_record: tuple[str, Case]
) -> None:
    outside = desk("supervisor2")
    assert outside.get(kept_record[0]).status_code == 404
    assert "0 条等人处理" in outside.open("/kept").text
    assert desk("supervisor").get(kept_record[0]).status_code == 200


def test_its_fields_are_words(desk: SignedIn, kept_record: tuple[str, Case]) -> None:
    text = desk("supervisor").open(kept_record[0]).text
    assert all(word in text for word in ("梅城镇", "WS-03", "北门两只桶满溢", "这台手机的授权停了", "1 张"))


def test_a_record_can_be_accepted_while_its_round_is_open(
    desk: SignedIn, kept_record: tuple[str, Case], look: Any
) -> None:
    page, made = kept_record
    assert desk("supervisor").press(page, "accept").status_code == 303
    with look(SYSTEM):
        assert len(one(Round, made.round_id).findings) == 2


def test_after_the_release_the_page_says_why_it_cannot(
    desk: SignedIn, kept_record: tuple[str, Case], look: Any
) -> None:
    page, made = kept_record
    made.released()
    supervisor = desk("supervisor")
    shown = supervisor.open(page)
    assert "行动已经发布，再收下会改动发布过的内容" in shown.text
    form = shown.form(action="void")
    refused = Page(supervisor.send(form, action="accept"))
    assert (refused.status, "行动已经发布" in refused.text) == (422, True)
    with look(SYSTEM):
        assert db.session.scalars(select(func.count(Finding.id))).one() == 1


def test_two_versions_of_one_record_stand_side_by_side(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], look: Any
) -> None:
    made, inspector = case(), phone("inspector")
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit).where(Visit.round_id == made.round_id)).one()
        start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    first = inspector.record(start)
    operation = inspector.operation("finding.record", first["payload"])
    second = inspector.operation("finding.record", {**operation["payload"], "quantity": "9"}, op_id=operation["op_id"])
    verdicts = inspector.send(operation, second)
    assert [it["verdict"] for it in verdicts] == ["applied", "kept"]
    page = desk("supervisor").open(f"/kept/{operation['op_id']}")
    assert "同一条有两个版本" in page.text
    assert "库里现在的" in page.text
    assert "库里已经有这一条，不能再收一遍" in page.text


def test_an_unknown_one_and_a_malformed_id_look_alike(desk: SignedIn) -> None:
    supervisor = desk("supervisor")
    unknown, malformed = supervisor.get(f"/kept/{UUID(int=1)}"), supervisor.get("/kept/nothing")
    assert (unknown.status_code, malformed.status_code) == (404, 404)


def test_a_record_that_names_no_round_stays_hidden_while_it_may_be_of_a_hidden_one(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], world: make.World, look: Any
) -> None:
    """Before its visit came nothing tells its round; another supervisor shares a released round with its sender."""
    shared, inspector = case().released(), phone("inspector")
    join(look, shared, world.viewers["supervisor2"].user_id)
    assert desk("supervisor2").open(f"/rounds/{shared.round_id}").status == 200
    case()
    start = {"payload": {"town_id": str(world.towns["梅城镇"]), "visit_id": str(UUID(int=9))}}
    record = inspector.record(start)
    assert inspector.send(record)[0]["problem"]["type"] == "waits_for_parent"
    page = f"/kept/{record['op_id']}"
    assert [desk(login).get(page).status_code for login in ("supervisor", "supervisor2")] == [200, 404]


def join(look: Any, made: Case, user_id: UUID | None) -> None:
    """Make that supervisor a planner of the round."""
    with look(SYSTEM):
        db.session.add(RoundMember(round_id=made.round_id, user_id=user_id, part=Part.PLANNER))
        db.session.commit()


def test_a_record_of_a_hidden_round_is_hidden_from_who_shares_another_round_with_its_sender(
    desk: SignedIn, kept_record: tuple[str, Case], case: Callable[..., Case], world: make.World, look: Any
) -> None:
    join(look, case(), world.viewers["supervisor2"].user_id)
    assert desk("supervisor2").get(kept_record[0]).status_code == 404


def test_once_the_round_is_released_any_supervisor_of_the_county_decides(
    desk: SignedIn, kept_record: tuple[str, Case]
) -> None:
    """It is known whose round it is of, although it was kept before it could be read."""
    page, made = kept_record
    made.released()
    assert desk("supervisor2").get(page).status_code == 200
