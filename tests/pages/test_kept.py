"""Kept operations at the desk (待处理): accepted in the sender's place exactly once, or void with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Evidence, Finding, Journal, Operation, Order, Round, Visit
from app.queries.by_id import one
from tests import make
from tests.desk import Page
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone, photo


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


@pytest.fixture
def second_version(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> tuple[str, Case]:
    """A record that came twice under one id, the second time with another quantity: (its page, the round's case)."""
    made, inspector = case(), phone("inspector")
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit).where(Visit.round_id == made.round_id)).one()
        start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    first = inspector.record(start)
    payload = {**first["payload"], "quantity": "9", "photos": [photo("another")]}
    second = inspector.operation("finding.record", payload, op_id=first["op_id"])
    assert [it["verdict"] for it in inspector.send(first, second)] == ["applied", "kept"]
    made.finding_ids.append(UUID(first["payload"]["finding_id"]))
    return f"/kept/{first['op_id']}", made


def test_two_versions_of_one_record_stand_side_by_side(desk: SignedIn, second_version: tuple[str, Case]) -> None:
    page = desk("supervisor").open(second_version[0])
    assert all(word in page.text for word in ("同一条有两个版本", "交来的", "库里现在的", "这一版另立一处点位"))


def test_a_second_version_of_a_point_becomes_one_of_its_own(
    desk: SignedIn, second_version: tuple[str, Case], look: Any
) -> None:
    page, made = second_version
    supervisor = desk("supervisor")
    form = supervisor.open(page).form(action="accept")
    assert [supervisor.send(form).status_code for _ in range(2)] == [303, 303]
    with look(SYSTEM):
        (own,) = [it for it in one(Round, made.round_id).findings if it.id not in made.finding_ids]
        assert (str(one(Finding, made.finding_ids[1]).quantity), str(own.quantity)) == ("2.00", "9.00")
        operation = db.session.scalars(select(Operation).where(Operation.verdict == "kept")).one()
        told = db.session.scalars(select(Journal.body).where(Journal.act == "operation.resolve")).one()
        assert (told["finding_id"], told["body_sha256"]) == (str(own.id), operation.sha256)
        assert operation.payload["finding_id"] == str(made.finding_ids[1])
        link = f"/findings/{own.id}"
    assert link in supervisor.open(page).links


def test_a_second_version_can_be_void_instead(desk: SignedIn, second_version: tuple[str, Case], look: Any) -> None:
    page, made = second_version
    assert desk("supervisor").press(page, "void", note="同一处，第一版对").status_code == 303
    with look(SYSTEM):
        assert {it.id for it in one(Round, made.round_id).findings} == set(made.finding_ids)


def test_a_second_version_of_anything_else_can_only_be_void(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], world: make.World
) -> None:
    made, inspector = case(), phone("inspector")
    start = inspector.start(made.round_id, world.towns["梅城镇"])
    second = inspector.operation(
        "visit.start",
        {**start["payload"], "position": None, "started_at": "2026-11-12T02:05:00+00:00"},
        op_id=start["op_id"],
    )
    assert [it["verdict"] for it in inspector.send(start, second)] == ["applied", "kept"]
    page = desk("supervisor").open(f"/kept/{start['op_id']}")
    assert "库里已经有这一条，不能再收一遍" in page.text
    assert not any(form.has(action="accept") for form in page.forms)


def test_nobody_does_for_a_sender_what_the_sender_may_not(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], look: Any
) -> None:
    """寿昌镇 tried to sign 梅城镇's order; the supervisor sees that order, and still cannot sign it for them."""
    order_id, stranger = case().ordered(), phone("town2")
    signing = stranger.operation("order.sign", {"order_id": str(order_id)})
    assert stranger.send(signing)[0]["problem"]["type"] == "out_of_scope"
    supervisor, path = desk("supervisor"), f"/kept/{signing['op_id']}"
    page = supervisor.open(path)
    assert "交的人现在也不能办这一条" in page.text
    assert supervisor.send(page.form(action="void"), action="accept").status_code == 422
    with look(SYSTEM):
        assert one(Order, order_id).signed_at is None


def test_what_was_decided_leaves_the_list_and_can_be_read_in_its_own(
    desk: SignedIn, kept_answer: tuple[str, UUID]
) -> None:
    supervisor = desk("supervisor")
    supervisor.press(kept_answer[0], "accept")
    assert "0 条等人处理" in supervisor.open("/kept").text
    assert "1 条已收下" in supervisor.open("/kept?state=accepted").text
    assert supervisor.get("/kept?state=everything").status_code == 422


def test_numbers_that_a_phone_gave_and_that_never_came_are_said_after_a_day(
    desk: SignedIn, phone: Callable[[str], Phone], case: Callable[..., Case], clock: Any
) -> None:
    """The phone's store was thrown away: it goes on counting, and the server sees what it never had."""
    made, town, inspector = case(), phone("town"), phone("inspector")
    for phone_ in (town, inspector):
        phone_.send(phone_.start(made.round_id, made.world.towns["梅城镇"]))
        phone_.n += 3 if phone_ is town else 5
        phone_.send(phone_.start(made.round_id, made.world.towns["梅城镇"]))
    assert "缺 3 条" not in desk("supervisor").open("/kept").text
    with made.look(SYSTEM):
        at = now()
    clock(at + timedelta(days=2))
    told = desk("supervisor").open("/kept").text
    assert ("中间缺 3 条" in told, "缺 5 条" in told) == (
        True,
        False,
    )  # of a hidden round nobody hears before its release
    clock(at + timedelta(days=92))
    assert "缺 3 条" not in desk("supervisor").open("/kept").text
