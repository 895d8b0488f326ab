"""Many kept operations decided at once (一起处理): each on its own, once, and what could not be done says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import DeviceGrant, Evidence, Journal, Operation
from tests import make
from tests.desk import Desk, Form, Page
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone, photo

TEN = 10


@pytest.fixture
def kept_ten(case: Callable[..., Case], phone: Callable[[str], Phone], look: Any) -> list[str]:
    """Ten answers from a revoked phone, of which the sixth speaks of a point that nobody handed to its town."""
    made = case(TEN)
    order_id = made.ordered()
    other = case()
    town = phone("town")
    town.send(town.operation("order.sign", {"order_id": str(order_id)}))
    points = [*made.finding_ids[:5], other.finding_ids[0], *made.finding_ids[6:]]
    return _kept(town, look, [_answer(point, n) for n, point in enumerate(points)])


def _answer(point: UUID, n: int) -> dict[str, Any]:
    return {
        "evidence_id": str(uuid4()),
        "finding_id": str(point),
        "note": f"已清运{n}",
        "photos": [photo(f"后{n}", role="after")],
    }


def _kept(town: Phone, look: Any, payloads: list[dict[str, Any]]) -> list[str]:
    actor = town.actor
    with look(SYSTEM):
        grant = db.session.scalars(select(DeviceGrant).where(DeviceGrant.device_id == actor.device_id)).one()
        grant.revoked_at = grant.created_at
        db.session.commit()
    actor.client.delete("/api/v1/session", headers={"X-CSRF-Token": actor.csrf})
    sent = [town.operation("evidence.submit", payload) for payload in payloads]
    envelope = {"device_id": str(actor.device_id), "operations": sent}
    answer = actor.client.post("/api/v1/operations", json=envelope, headers={"Xunzhen-Device": str(actor.device_id)})
    assert {it["verdict"] for it in answer.get_json()["verdicts"]} == {"kept"}
    return [it["op_id"] for it in sent]


def ticked(desk: Desk, path: str = "/kept", most: int = 100) -> Form:
    """The form of the list with its rows ticked."""
    body = desk.get(path).get_data(as_text=True)
    form = desk.open(path).form(action="accept")
    form.fields["picked"] = re.findall(r'name="picked" value="([^"]+)"', body)[:most]
    return form


def decided(look: Any) -> dict[str, int]:
    with look(SYSTEM):
        rows = db.session.execute(
            select(func.coalesce(Operation.resolution, "open"), func.count())
            .where(Operation.verdict == "kept")
            .group_by(Operation.resolution)
        )
        return {str(resolution): n for resolution, n in rows}


def resolves(look: Any) -> int:
    with look(SYSTEM):
        return db.session.scalars(select(func.count(Journal.id)).where(Journal.act == "operation.resolve")).one()


def test_one_that_cannot_be_accepted_stops_none_of_the_other_nine(
    desk: SignedIn, kept_ten: list[str], look: Any
) -> None:
    supervisor = desk("supervisor")
    page = Page(supervisor.send(ticked(supervisor), action="accept", note="核过是本人"))
    assert page.status == 200
    assert ("收下了 9 条" in page.text, "还有 1 条没有办" in page.text) == (True, True)
    assert "交的人现在也不能办这一条" in page.text
    assert any(link.startswith(f"/kept/{kept_ten[5]}") for link in page.links)
    assert decided(look) == {"accepted": 9, "open": 1}
    with look(SYSTEM):
        assert db.session.scalars(select(func.count(Evidence.id))).one() == 9
        notes = db.session.scalars(select(Journal.body["note"].astext).where(Journal.act == "operation.resolve"))
        assert set(notes) == {"核过是本人"}


def test_a_double_press_decides_once_and_says_the_same(desk: SignedIn, kept_ten: list[str], look: Any) -> None:
    supervisor = desk("supervisor")
    form = ticked(supervisor)
    first, second = (Page(supervisor.send(form, action="accept")) for _ in range(2))
    assert first.text == second.text
    assert resolves(look) == len(kept_ten) - 1


def test_all_are_void_with_one_reason_and_once(desk: SignedIn, kept_ten: list[str], look: Any) -> None:
    supervisor = desk("supervisor")
    form = ticked(supervisor)
    said = [Page(supervisor.send(form, action="void", note="手机丢了，不是本人交的")).text for _ in range(2)]
    assert ["作废了 10 条" in text for text in said] == [True, True]
    assert (decided(look), resolves(look)) == ({"void": len(kept_ten)}, len(kept_ten))


def test_a_void_without_a_reason_touches_none_and_keeps_the_ticks(
    desk: SignedIn, kept_ten: list[str], look: Any
) -> None:
    supervisor = desk("supervisor")
    answer = supervisor.send(ticked(supervisor, most=3), action="void", note=" ")
    page = Page(answer)
    assert (page.status, "要写理由" in page.text) == (422, True)
    assert len(page.form(action="void").fields["picked"]) == 3
    assert decided(look) == {"open": len(kept_ten)}


def test_nothing_ticked_is_said(desk: SignedIn, kept_ten: list[str]) -> None:
    supervisor = desk("supervisor")
    page = Page(supervisor.send(supervisor.open("/kept").form(action="accept"), action="accept"))
    assert (page.status, "一条也没有选" in page.text) == (422, True)


def test_all_of_the_filter_are_those_that_had_come_when_it_was_shown(
    desk: SignedIn, kept_ten: list[str], look: Any
) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/kept?because=grant_revoked&limit=2").form(action="accept")
    with look(SYSTEM):
        late = db.session.scalars(select(Operation).where(Operation.op_id == UUID(kept_ten[0]))).one()
        late.received_at = now().replace(year=2999)
        db.session.commit()
    assert "作废了 9 条" in Page(supervisor.send(form, action="void", every="1", note="丢了")).text
    assert decided(look) == {"void": 9, "open": 1}


def test_another_reason_than_the_filters_is_not_touched(desk: SignedIn, kept_ten: list[str], look: Any) -> None:
    supervisor = desk("supervisor")
    assert "没有要处理的" in supervisor.open("/kept?because=conflict").text
    form = supervisor.open("/kept").form(action="accept")
    Page(supervisor.send(form, action="void", every="1", because="conflict", note="丢了"))
    assert decided(look) == {"open": len(kept_ten)}


def test_what_somebody_else_decided_meanwhile_is_told(desk: SignedIn, kept_ten: list[str], look: Any) -> None:
    supervisor, other = desk("supervisor"), desk("supervisor2")
    form = ticked(supervisor)
    other.press(f"/kept/{kept_ten[0]}", "void", note="不是他")
    page = Page(supervisor.send(form, action="void", note="丢了"))
    assert ("作废了 9 条" in page.text, "这一条已经处理过了" in page.text) == (True, True)
    assert resolves(look) == len(kept_ten)


def test_what_the_decider_may_not_see_is_not_there(
    desk: SignedIn, kept_record: tuple[str, Case], look: Any, world: make.World
) -> None:
    """Its number out of another list does not help: the record is of a round that is not released."""
    form = ticked(desk("supervisor"))
    outside = desk("supervisor2")
    page = outside.open("/kept")
    assert "0 条等人处理" in page.text
    own = next(it for it in page.forms if "csrf_token" in it.fields)
    sent = Form("/kept", {**form.fields, "csrf_token": own.fields["csrf_token"]})
    answer = Page(outside.send(sent, action="void", note="试试"))
    assert ("作废了 0 条" in answer.text, "还有 1 条没有办" in answer.text) == (True, True)
    assert decided(look) == {"open": 1}


@pytest.mark.parametrize("login", ["town", "inspector", "leader", "auditor"])
def test_only_the_office_decides(desk: SignedIn, kept_ten: list[str], login: str) -> None:
    assert desk(login).client.post("/kept", data={"action": "void"}).status_code == 403
