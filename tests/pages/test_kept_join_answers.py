"""Joining a kept answer (并入答复): its photos go into the answer under review, of the same unit, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Evidence, Finding, Journal, Operation
from app.queries.by_id import one
from app.verify.cases import check_cases
from tests import make
from tests.desk import Page
from tests.pages.conftest import Case, SignedIn
from tests.pages.test_kept_join import bring, roles, state_of
from tests.phone import Phone, photo


@pytest.fixture
def late_answer(
    case: Callable[..., Case], phone: Callable[[str], Phone], look: Any, world: make.World
) -> tuple[str, UUID]:
    """An answer to a point that is under review already: (its page, the point)."""
    made = case()
    made.answered()
    return _late(phone("town"), made.finding_ids[0], look, world, "town")


def _late(sender: Phone, point: UUID, look: Any, world: make.World, login: str) -> tuple[str, UUID]:
    payload = {
        "evidence_id": str(uuid4()),
        "finding_id": str(point),
        "note": "补一张",
        "photos": [photo("补", role="after")],
    }
    sent = sender.operation("evidence.submit", payload)
    assert sender.send(sent)[0]["verdict"] == "kept"
    bring(look, world, login, "补")
    return f"/kept/{sent['op_id']}/join", point


def under_review(look: Any, point: UUID) -> tuple[UUID, Any]:
    with look(SYSTEM):
        answer = one(Finding, point).under_review
        assert answer is not None
        return answer.id, answer.counts_at


def test_a_later_answer_goes_into_the_one_under_review(
    desk: SignedIn, late_answer: tuple[str, UUID], look: Any
) -> None:
    page, point = late_answer
    answer, before = under_review(look, point), state_of(look, point)
    slots = len(roles(look, Evidence, answer[0]))
    assert desk("supervisor").press_to(page, finding_id=str(point)).status_code == 303
    assert len(roles(look, Evidence, answer[0])) == slots + 1
    assert (under_review(look, point), state_of(look, point)) == (answer, before)
    with look(SYSTEM):
        assert db.session.scalars(select(func.count(Evidence.id))).one() == 1
        told = db.session.scalars(select(Journal).where(Journal.act == "evidence.join")).one()
        assert (told.subject_id, told.body["note"]) == (answer[0], "补一张")
        assert list(check_cases()) == []


def test_it_is_refused_once_that_answer_is_decided(desk: SignedIn, late_answer: tuple[str, UUID], look: Any) -> None:
    page, point = late_answer
    supervisor = desk("supervisor")
    form = supervisor.open(page).form(finding_id=str(point))
    supervisor.press(f"/findings/{point}", "pass")
    answer = Page(supervisor.send(form))
    assert (answer.status, "没有正等核查的答复" in answer.text) == (422, True)
    with look(SYSTEM):
        assert db.session.scalars(select(func.count(Evidence.id))).one() == 1


def test_another_towns_answer_goes_into_none(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], look: Any, world: make.World
) -> None:
    made = case()
    made.answered()
    page, point = _late(phone("town2"), made.finding_ids[0], look, world, "town2")
    answer = Page(desk("supervisor").press_to(page, finding_id=str(point)))
    assert (answer.status, "别的单位交的" in answer.text) == (422, True)


def test_a_towns_phone_finds_no_point(
    desk: SignedIn, case: Callable[..., Case], phone: Callable[[str], Phone], look: Any, world: make.World
) -> None:
    made, town = case(), phone("town")
    made.released()
    start = {"payload": {"town_id": str(world.towns["梅城镇"]), "visit_id": str(uuid4())}}
    sent = town.record(start)
    assert town.send(sent)[0]["verdict"] == "kept"
    bring(look, world, "town", "前")
    with look(SYSTEM):
        db.session.scalars(select(Operation).where(Operation.verdict == "kept")).one().round_id = made.round_id
        db.session.commit()
    answer = Page(desk("supervisor").press_to(f"/kept/{sent['op_id']}/join", finding_id=str(made.finding_ids[0])))
    assert (answer.status, "不在他负责的范围里" in answer.text) == (422, True)


def test_another_kind_has_no_such_page(
    desk: SignedIn, phone: Callable[[str], Phone], case: Callable[..., Case]
) -> None:
    order_id, stranger = case().ordered(), phone("town2")
    signing = stranger.operation("order.sign", {"order_id": str(order_id)})
    stranger.send(signing)
    assert desk("supervisor").get(f"/kept/{signing['op_id']}/join").status_code == 404
