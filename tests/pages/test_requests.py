"""Requests at the desk (申请): what waits is counted and listed, answered on the point's page, and read by the town."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.actions.advance import Move
from app.actions.order import step_order
from app.actions.request import Asked, make_request
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.chance import new_id
from app.domain.people import SYSTEM, UnitKind
from app.domain.request import RequestKind
from app.models import Finding, Order, Region, TownRequest
from app.queries.by_id import one
from app.queries.clock import latest_day
from tests import make
from tests.desk import Page

WHY = "下雨，路面浇不了"


@pytest.fixture
def ask(case: Any, look: Any, world: make.World) -> Any:
    """`ask("extension")`: by the town, about a point that it is putting right; returns the point's id and the day."""

    def asking(kind: str) -> tuple[UUID, date | None]:
        made = case(1)
        order_id = made.ordered()
        with look(SYSTEM):
            step_order(one(Order, order_id), Move("sign", world.viewers["town"], now()))
            db.session.flush()
            finding = one(Finding, made.finding_ids[0])
            days = {"extension": latest_day(finding), "suspension": local_day(now()) + timedelta(days=30)}
            wish = Asked(new_id(), RequestKind(kind), WHY, days.get(kind), "", now(), None, now(), ())
            make_request(finding, wish, world.viewers["town"], now())
            db.session.commit()
            return made.finding_ids[0], days.get(kind)

    return asking


def rows(look: Any) -> list[TownRequest]:
    with look(SYSTEM):
        return list(db.session.query(TownRequest))


def test_what_waits_is_counted_listed_and_leads_to_its_point(desk: Any, ask: Any) -> None:
    finding_id, _ = ask("extension")
    supervisor = desk("supervisor")
    bench = supervisor.open("/")
    assert "等答复的申请" in bench.text
    assert "/requests?state=asked" in bench.links
    listed = supervisor.open("/requests?state=asked")
    assert f"/findings/{finding_id}#asked" in listed.links
    assert ("1 件" in listed.text, WHY in listed.text, "梅城镇" in listed.text) == (True, True, True)
    assert "没有等答复的申请" not in listed.text


def test_granted_on_the_points_page_it_is_told_there_with_its_day_and_waits_no_longer(desk: Any, ask: Any) -> None:
    finding_id, until = ask("extension")
    supervisor = desk("supervisor")
    form = supervisor.open(f"/findings/{finding_id}").form(action="grant")
    assert form.fields["until"] == [str(until)]  # what was asked for stands there already
    done = supervisor.send(form, note="雨停再浇")
    assert (done.status_code, done.location) == (303, f"/findings/{finding_id}#asked")
    for who in ("supervisor", "town"):
        text = desk(who).open(f"/findings/{finding_id}").text
        assert ("已同意" in text, "雨停再浇" in text, f"{until.month}月{until.day}日" in text) == (True, True, True)
    assert "没有等答复的申请" in supervisor.open("/requests?state=asked").text


def test_a_refusal_without_a_sentence_is_asked_for_one_and_nothing_is_lost(desk: Any, ask: Any, look: Any) -> None:
    finding_id, _ = ask("suspension")
    supervisor = desk("supervisor")
    refused = supervisor.press(f"/findings/{finding_id}", "refuse", note="")
    assert refused.status_code == 422
    assert "理由" in Page(refused).text
    assert [it.state for it in rows(look)] == ["asked"]
    assert supervisor.press(f"/findings/{finding_id}", "refuse", note="一个月做得完").status_code == 303
    assert "一个月做得完" in desk("town").open(f"/findings/{finding_id}").text


def test_a_day_beyond_what_was_asked_is_refused_on_the_page(desk: Any, ask: Any, look: Any) -> None:
    finding_id, until = ask("suspension")
    refused = desk("supervisor").press(f"/findings/{finding_id}", "grant", until=str(until + timedelta(days=1)))
    assert (refused.status_code, "不能给得更晚" in Page(refused).text) == (422, True)
    assert [it.state for it in rows(look)] == ["asked"]


def test_a_dispute_says_when_there_is_nobody_else_and_then_lists_who_there_is(
    desk: Any, ask: Any, look: Any, world: make.World
) -> None:
    finding_id, _ = ask("dispute")
    supervisor = desk("supervisor")
    assert "还没登记别的责任单位" in supervisor.open(f"/findings/{finding_id}").text
    with look(SYSTEM):
        county = one(Region, str(world.viewers["supervisor"].county_id))
        unit = make.make_unit("建德市交通运输局", UnitKind.DEPARTMENT, county)
        db.session.commit()
        unit_id = str(unit.id)
    done = supervisor.press(f"/findings/{finding_id}", "grant", unit_id=unit_id)
    assert done.status_code == 303
    with look(SYSTEM):
        assert str(one(Finding, finding_id).unit_id) == unit_id
    assert "责任单位 建德市交通运输局" in desk("town").open(f"/findings/{finding_id}").text


@pytest.mark.parametrize("who", ["town", "leader"])
def test_others_read_it_and_find_no_form(desk: Any, ask: Any, who: str) -> None:
    finding_id, _ = ask("extension")
    page = desk(who).open(f"/findings/{finding_id}")
    assert WHY in page.text
    assert [it for it in page.forms if it.action.startswith("/requests/")] == []
    assert f"/findings/{finding_id}#asked" in desk(who).open("/requests").links


def test_another_town_finds_none(desk: Any, ask: Any) -> None:
    ask("extension")
    assert "没有申请" in desk("town2").open("/requests").text


def test_the_desk_suspends_until_a_day_that_the_form_asks_for(desk: Any, ask: Any, look: Any) -> None:
    finding_id, _ = ask("extension")
    until = local_day_in(look, 40)
    done = desk("supervisor").press(f"/findings/{finding_id}", "suspend", note="等材料", until=str(until))
    assert done.status_code == 303
    with look(SYSTEM):
        finding = one(Finding, finding_id)
        assert (finding.state, finding.suspended_until) == ("suspended", until)


def local_day_in(look: Any, days: int) -> date:
    with look(SYSTEM):
        return local_day(now()) + timedelta(days=days)
