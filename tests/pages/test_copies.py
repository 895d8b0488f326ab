"""Copies of an order (抄送): named in the draft, readable from the issue on, for the named unit, and for nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM, Role, UnitKind
from app.models import Journal, Notice, Order, OrderCopy, Region, Stream
from app.queries.by_id import one
from tests import make
from tests.desk import Desk, Page
from tests.pages.test_orders import drafted
from workers import notice, order_copy


@pytest.fixture
def units(world: make.World, look: Any) -> dict[str, UUID]:
    """Two departments, one person each: `police` gets the copies of these tests, `works` none."""
    made = {}
    with look(SYSTEM):
        county = one(Region, world.county_id)
        for login, name in (("police", "建德市综合行政执法局"), ("works", "建德市住建局")):
            unit = make.make_unit(name, UnitKind.DEPARTMENT, county)
            world.viewers[login] = make.make_person(login, Role.DEPARTMENT, unit, county)
            made[login] = unit.id
        db.session.commit()
    return made


def propose(supervisor: Desk, *units: UUID) -> str:
    path: str = supervisor.send(drafted(supervisor, copies=[str(it) for it in units])).location
    supervisor.press(path, "propose")
    return path


@pytest.fixture
def issued(desk: Any, case: Any, units: dict[str, UUID]) -> str:
    """An issued order of two points with a copy for `police`."""
    case(2).released()
    path = propose(desk("supervisor"), units["police"])
    desk("supervisor").press(path, "issue")
    return path


def copy_of(look: Any) -> tuple[str, dict[str, Any]]:
    with look(SYSTEM):
        copy = db.session.scalars(select(OrderCopy)).one()
        return f"/copies/{copy.id}", copy.paper or {}


def test_the_unit_reads_the_paper_as_it_was_issued(desk: Any, issued: str) -> None:
    police = desk("police")
    (link,) = [it for it in police.open("/copies").links if it.startswith("/copies/")]
    page = police.open(link)
    assert all(
        word in page.text for word in ("建美镇督〔2026〕1号", "梅城镇", "2 处点位", "第四季度第一轮暗访", "WS-03")
    )
    assert [it for it in page.forms if it.action.startswith(("/orders", "/copies"))] == []


def test_it_reads_neither_the_order_nor_its_points(desk: Any, issued: str, look: Any) -> None:
    """A copy is a paper: no photo, no answer, no step to take, nothing of what becomes of the case."""
    with look(SYSTEM):
        points = [it.id for it in db.session.scalars(select(Order)).one().findings]
    police = desk("police")
    assert police.get(issued).status_code == 404
    assert [police.get(f"/findings/{it}").status_code for it in points] == [404, 404]
    assert "梅城镇" not in police.open("/findings").text


def test_before_its_issue_there_is_none(desk: Any, case: Any, units: dict[str, UUID], look: Any) -> None:
    case().released()
    supervisor, police = desk("supervisor"), desk("police")
    path = propose(supervisor, units["police"])
    address, paper = copy_of(look)
    assert (police.get(address).status_code, paper) == (404, {})
    assert "还没有抄送件" in police.open("/copies").text
    supervisor.press(path, "issue")
    assert police.get(address).status_code == 200


def test_a_unit_that_is_not_named_finds_none(desk: Any, issued: str, look: Any) -> None:
    address, _ = copy_of(look)
    works = desk("works")
    assert (works.get(address).status_code, "还没有抄送件" in works.open("/copies").text) == (404, True)


def test_the_paper_does_not_follow_the_case(desk: Any, issued: str, look: Any) -> None:
    address, before = copy_of(look)
    desk("town").press(issued, "sign")
    with look(SYSTEM):
        order = db.session.scalars(select(Order)).one()
        order.findings[0].note = "后来改的"
        db.session.commit()
    assert copy_of(look)[1] == before
    assert "后来改的" not in desk("police").open(address).text


def test_a_void_order_says_so_on_its_copies(desk: Any, issued: str, look: Any) -> None:
    desk("supervisor").press(issued, "void", note="点位权属有误")
    desk("supervisor2").press("/approvals", "grant")
    address, _ = copy_of(look)
    assert "已作废" in desk("police").open(address).text


def test_the_print_says_who_gets_copies_to_the_town_too(desk: Any, issued: str) -> None:
    for login in ("supervisor", "town"):
        assert "抄送：建德市综合行政执法局。" in desk(login).open(f"{issued}/print").text
    assert "建德市综合行政执法局" in desk("supervisor").open(issued).text


def test_a_paper_without_copies_has_no_such_line(desk: Any, case: Any) -> None:
    assert "抄送" not in desk("supervisor").open(f"/orders/{case().ordered()}/print").text


def test_the_unit_is_told_in_a_stream_of_its_own(desk: Any, issued: str, look: Any, world: make.World) -> None:
    with look(SYSTEM):
        order_copy.tell(issued.rsplit("/", 1)[-1], now())
        told = db.session.scalars(select(Journal).where(Journal.act == "copy.send")).all()
        streams = [one(Stream, it.stream_id) for it in told]
        assert [(it.kind, it.user_id) for it in streams] == [("user", world.viewers["police"].user_id)]
        for row in told:
            notice.tell(str(row.id), now())
        db.session.commit()
        assert [it.user_id for it in db.session.scalars(select(Notice))] == [world.viewers["police"].user_id]
    police = desk("police")
    page = police.open("/notices")
    assert ("抄送来的督办单" in page.text, "建美镇督〔2026〕1号" in page.text) == (True, True)
    (form,) = [it for it in page.forms if it.action.endswith("/open")]
    assert police.send(form).location == copy_of(look)[0]


def test_the_issue_is_journaled_with_its_copies(issued: str, units: dict[str, UUID], look: Any) -> None:
    with look(SYSTEM):
        body = db.session.scalars(select(Journal.body).where(Journal.act == "order.issue")).one()
        assert body["copies"] == str(units["police"])


def test_a_unit_of_nowhere_stops_the_draft_and_keeps_the_rest(
    desk: Any, case: Any, units: dict[str, UUID], look: Any
) -> None:
    case().released()
    supervisor = desk("supervisor")
    answer = supervisor.send(drafted(supervisor, copies=[str(units["police"]), str(UUID(int=5))]))
    page = Page(answer)
    assert (page.status, "抄送单位里有一个不在名单上" in page.text) == (422, True)
    assert page.form_to("/orders").fields["copies"] == [str(units["police"])]
    with look(SYSTEM):
        assert db.session.scalars(select(Order)).all() == []
