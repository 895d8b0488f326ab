"""Joining a kept record (并入): its photos and words go into the point or answer that is there; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.round import Part
from app.models import BlobHolder, Evidence, Finding, Journal, Operation, RoundMember, Visit
from app.queries.by_id import one
from app.verify.cases import check_cases
from tests import make
from tests.desk import Page
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone, photo


def bring(look: Any, world: make.World, login: str, *names: str) -> None:
    """As if the bytes of those photos had come from that person's phone."""
    with look(SYSTEM):
        for name in names:
            digest, user_id = sha256(name.encode()).hexdigest(), world.viewers[login].user_id
            db.session.add(BlobHolder(sha256=digest, user_id=user_id, receipt="{}", received_at=now()))
        db.session.commit()


Double = tuple[str, Case, UUID]


@pytest.fixture
def sent_twice(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> Double:
    """A record that came twice under one id with other words and photos: (its page, the case, the stored point)."""
    made, inspector = case(), phone("inspector")
    with look(SYSTEM):
        visit = db.session.scalars(select(Visit).where(Visit.round_id == made.round_id)).one()
        start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    first = inspector.record(start)
    payload = {**first["payload"], "note": "南侧也满了", "photos": [photo("前"), photo("另一张", slot=1)]}
    second = inspector.operation("finding.record", payload, op_id=first["op_id"])
    assert [it["verdict"] for it in inspector.send(first, second)] == ["applied", "kept"]
    return f"/kept/{first['op_id']}/join", made, UUID(first["payload"]["finding_id"])


@pytest.fixture
def double(sent_twice: Double, look: Any, world: make.World) -> Double:
    """The same once its photos have come."""
    bring(look, world, "inspector", "前", "另一张")
    return sent_twice


def state_of(look: Any, finding_id: UUID) -> tuple[object, ...]:
    """What a join must not touch, and how many points there are."""
    with look(SYSTEM):
        it = one(Finding, finding_id)
        points = db.session.scalars(select(func.count(Finding.id))).one()
        return it.state, it.due_at, it.note, it.quantity, it.repeat, it.rework_count, points


def roles(look: Any, owner: type[Finding] | type[Evidence], owner_id: UUID) -> list[tuple[int, str]]:
    with look(SYSTEM):
        return [(it.slot, it.sha256[:4]) for it in one(owner, owner_id).photos]


def test_what_is_new_of_it_goes_into_the_point_and_nothing_else_changes(
    desk: SignedIn, double: Double, look: Any
) -> None:
    page, _, point = double
    supervisor, before = desk("supervisor"), state_of(look, point)
    assert supervisor.press_to(page, finding_id=str(point)).status_code == 303
    assert state_of(look, point) == before
    assert roles(look, Finding, point) == [
        (0, sha256("前".encode()).hexdigest()[:4]),
        (1, sha256("另一张".encode()).hexdigest()[:4]),
    ]
    with look(SYSTEM):
        operation = db.session.scalars(select(Operation).where(Operation.verdict == "kept")).one()
        told = db.session.scalars(select(Journal).where(Journal.act == "finding.join")).one()
        assert (operation.resolution, operation.receipt is not None) == ("joined", True)
        assert (told.subject_id, told.body["note"], told.body["slot"]) == (point, "南侧也满了", 1)
        assert str(operation.op_id) not in str(told.body)
        assert list(check_cases()) == []
    assert "已并入" in supervisor.open("/kept?state=joined").text
    assert "南侧也满了" in supervisor.open(f"/findings/{point}").text


def test_the_photos_stand_side_by_side(desk: SignedIn, double: Double) -> None:
    page = desk("supervisor").open(double[0])
    assert all(word in page.text for word in ("库里的", "交来的", "并到这一处", "南侧也满了"))


def test_pressing_twice_joins_once(desk: SignedIn, double: Double, look: Any) -> None:
    page, _, point = double
    supervisor = desk("supervisor")
    form = supervisor.open(page).form(finding_id=str(point))
    first, second = supervisor.send(form), supervisor.send(form)
    assert (first.status_code, second.status_code, second.location) == (303, 303, first.location)
    assert len(roles(look, Finding, point)) == 2


def test_who_comes_second_is_told(desk: SignedIn, double: Double, world: make.World, look: Any) -> None:
    page, made, point = double
    with look(SYSTEM):
        second = world.viewers["supervisor2"].user_id
        db.session.add(RoundMember(round_id=made.round_id, user_id=second, part=Part.PLANNER))
        db.session.commit()
    late, first = desk("supervisor2"), desk("supervisor")
    form = late.open(page).form(finding_id=str(point))
    first.press(page.removesuffix("/join"), "void", note="重复")
    answer = Page(late.send(form))
    assert (answer.status, "这一条已经处理过了" in answer.text) == (409, True)
    assert len(roles(look, Finding, point)) == 1


def test_it_waits_for_all_of_its_photos_from_its_own_sender(
    desk: SignedIn, sent_twice: Double, look: Any, world: make.World
) -> None:
    page, _, point = sent_twice
    bring(look, world, "inspector", "前")
    bring(look, world, "town", "另一张")
    answer = Page(desk("supervisor").press_to(page, finding_id=str(point)))
    assert (answer.status, "还差 1 张照片没传到" in answer.text) == (422, True)
    assert len(roles(look, Finding, point)) == 1


def test_who_looked_at_the_point_before_has_not_seen_it(desk: SignedIn, double: Double, look: Any) -> None:
    page, _, point = double
    supervisor = desk("supervisor")
    old = supervisor.open(f"/findings/{point}").form(action="void")
    supervisor.press_to(page, finding_id=str(point))
    assert supervisor.send(old, note="不算").status_code == 412


def test_before_the_release_it_goes_into_no_point_that_the_town_knows(
    desk: SignedIn, double: Double, look: Any
) -> None:
    """The town would read of a second look at a time when the round must not exist for it."""
    page, _, point = double
    supervisor = desk("supervisor")
    form = supervisor.open(page).form(finding_id=str(point))
    assert supervisor.press(f"/findings/{point}", "hand_over").status_code == 303
    shown = supervisor.open(page)
    assert "提前知道没发布的行动" in shown.text
    assert not any(it.has(finding_id=str(point)) for it in shown.forms)
    answer = Page(supervisor.send(form))
    assert (answer.status, "提前知道没发布的行动" in answer.text) == (422, True)
    assert len(roles(look, Finding, point)) == 1


def test_after_the_release_it_does_and_the_town_sees_photo_and_words_but_not_the_operation(
    desk: SignedIn, double: Double, look: Any
) -> None:
    page, made, point = double
    supervisor = desk("supervisor")
    with look(SYSTEM):
        for it in one(Finding, point).photos:
            it.arrived_at = now()
        db.session.commit()
    supervisor.press(f"/findings/{point}", "confirm")
    made.released()
    assert supervisor.press_to(page, finding_id=str(point)).status_code == 303
    seen = desk("town").open(f"/findings/{point}")
    assert "南侧也满了" in seen.text
    assert page.split("/")[2] not in seen.text


def test_a_point_of_another_round_that_is_hidden_is_none_to_choose(
    desk: SignedIn, double: Double, case: Callable[..., Case], look: Any
) -> None:
    page, _, point = double
    other = case().finding_ids[0]
    supervisor = desk("supervisor")
    form = supervisor.open(page).form(finding_id=str(point))
    answer = Page(supervisor.send(form, finding_id=str(other)))
    assert (answer.status, "提前知道没发布的行动" in answer.text) == (422, True)
    assert len(roles(look, Finding, other)) == 1


def test_a_supervisor_outside_the_round_finds_neither(desk: SignedIn, double: Double) -> None:
    page, _, point = double
    form = desk("supervisor").open(page).form(finding_id=str(point))
    outside = desk("supervisor2")
    own = next(it for it in outside.open("/kept").forms if "csrf_token" in it.fields)
    form.fields["csrf_token"] = own.fields["csrf_token"]
    assert (outside.get(page).status_code, outside.send(form).status_code) == (404, 404)
