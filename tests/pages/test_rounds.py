"""Rounds at the desk (督查行动): planned with reasons for every no, hidden from who is not in them, released at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.round import Plan, plan_round, step_round
from app.actions.visit import Started, start_visit
from app.db import db, now
from app.domain import chance
from app.domain.calendar import local_day
from app.domain.people import SYSTEM, Role, UnitKind
from app.domain.round import RoundKind
from app.models import Finding, Region, Round, Unit, User, Visit
from app.queries.by_id import one
from app.queries.rules import checklist_in_force
from tests import make
from tests.desk import Desk, Page
from tests.pages.conftest import Case, SignedIn

PLAN = {
    "title": "第四季度第二轮",
    "kind": "unannounced",
    "window_from": "2026-12-01",
    "window_to": "2026-12-04",
    "checklist_version": "default-1",
}


@pytest.fixture
def plan(world: make.World) -> dict[str, str]:
    """A sound plan as the form sends it."""
    return {**PLAN, "town_ids": str(world.towns["梅城镇"]), "inspector_ids": str(make.inspector_id(world))}


def send(desk: Desk, plan: dict[str, str]) -> Page:
    return Page(desk.send(desk.open("/rounds/new").form_to("/rounds"), **plan))


def test_a_sound_plan_leads_to_the_round_with_its_members(desk: SignedIn, plan: dict[str, str]) -> None:
    supervisor = desk("supervisor")
    answer = supervisor.send(supervisor.open("/rounds/new").form_to("/rounds"), **plan)
    assert answer.status_code == 303
    page = supervisor.open(answer.location)
    assert "第四季度第二轮" in page.text
    assert "inspector 建德市督查组" in page.text
    assert "supervisor 建德市美丽城镇建设工作专班" in page.text


def test_the_same_form_twice_plans_one_round(desk: SignedIn, plan: dict[str, str], look: Any) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    first, second = supervisor.send(form, **plan), supervisor.send(form, **plan)
    assert (second.status_code, second.location) == (303, first.location)
    with look(SYSTEM):
        assert len(db.session.scalars(select(Round.id)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"window_to": "2026-11-30"}, "结束日期早于开始日期。"),
        ({"window_from": "30.11.2026"}, "这一项没填，或者填得不对。"),
        ({"window_from": ""}, "这一项没填，或者填得不对。"),
        ({"title": "  "}, "这一项没填，或者填得不对。"),
        ({"checklist_version": "nobody-9"}, "没有这一版检查清单。"),
    ],
)
def test_a_bad_plan_says_so_at_the_field_and_keeps_the_rest(
    desk: SignedIn, plan: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    supervisor = desk("supervisor")
    answer = supervisor.send(supervisor.open("/rounds/new").form_to("/rounds"), **(plan | wrong))
    body = answer.get_data(as_text=True)
    field = next(iter(wrong))
    assert answer.status_code == 422
    assert sentence in body.split(f'id="{field}-wrong"', 1)[1][:400]
    assert f'value="{plan["inspector_ids"]}" checked' in body


@pytest.mark.parametrize(("field", "sentence"), [("town_ids", "还没选镇街。"), ("inspector_ids", "还没选巡查员。")])
def test_a_plan_without_towns_or_inspectors_says_so_there(
    desk: SignedIn, plan: dict[str, str], field: str, sentence: str
) -> None:
    del plan[field]
    supervisor = desk("supervisor")
    body = supervisor.send(supervisor.open("/rounds/new").form_to("/rounds"), **plan).get_data(as_text=True)
    assert sentence in body.split(f'id="{field}-wrong"', 1)[1][:400]


def test_an_inspector_of_the_town_cannot_inspect_it(
    desk: SignedIn, plan: dict[str, str], world: make.World, look: Any
) -> None:
    with look(SYSTEM):
        own = _inspector_of(world, "梅城镇")
        db.session.commit()
    page = send(desk("supervisor"), plan | {"inspector_ids": str(own)})
    assert (page.status, "选的巡查员里有被查镇自己的人" in page.text) == (422, True)


def _inspector_of(world: make.World, town: str) -> UUID:
    unit = db.session.scalars(select(Unit).where(Unit.name == f"{town}人民政府", Unit.kind == UnitKind.TOWN)).one()
    county, place = one(Region, world.county_id), one(Region, world.towns[town])
    viewer = make.make_person("inspector-of-town", Role.INSPECTOR, unit, county, place)
    assert viewer.user_id is not None
    return viewer.user_id


def test_a_town_of_another_county_is_not_found(desk: SignedIn, plan: dict[str, str], look: Any) -> None:
    with look(SYSTEM):
        foreign = select(Region.id).where(Region.level == "town", Region.county_id.is_not(None))
        other = db.session.scalars(foreign.where(~Region.code.startswith("330182"))).first()
    assert send(desk("supervisor"), plan | {"town_ids": str(other)}).status == 404


def test_a_second_planner_is_in_it_and_sees_it(desk: SignedIn, plan: dict[str, str], world: make.World) -> None:
    other = desk("supervisor2")
    assert send(desk("supervisor"), plan | {"planner_ids": str(world.viewers["supervisor2"].user_id)}).status == 303
    assert "第四季度第二轮" in other.open("/rounds").text


@pytest.mark.parametrize("login", ["town", "inspector", "leader", "auditor"])
def test_only_a_supervisor_plans(desk: SignedIn, login: str) -> None:
    assert desk(login).get("/rounds/new").status_code == 403


def test_an_unreleased_round_is_not_there_for_a_supervisor_outside_it(
    desk: SignedIn, case: Callable[..., Case]
) -> None:
    hidden = f"/rounds/{case(2).round_id}"
    assert "第四季度第一轮" in desk("supervisor").open(hidden).text
    outside = desk("supervisor2")
    assert outside.get(hidden).status_code == 404
    assert "第四季度第一轮" not in outside.open("/rounds").text
    assert "0 次" in outside.open("/rounds").text


def test_no_count_on_any_page_betrays_it_to_who_is_outside(desk: SignedIn, case: Callable[..., Case]) -> None:
    outside = desk("supervisor2")
    pages = ("/rounds", "/findings", "/kept", "/scores", "/entries", "/orders", "/me")
    before = [outside.open(page).text for page in pages]
    case(3)
    assert [outside.open(page).text for page in pages] == before


def test_a_step_on_a_round_that_is_hidden_is_not_found(desk: SignedIn, case: Callable[..., Case]) -> None:
    round_id, outside = case().round_id, desk("supervisor2")
    form = outside.open("/me").form_to("/sign-out")
    form.action = f"/rounds/{round_id}/steps"
    assert outside.send(form, action="finish").status_code == 404


def test_what_waits_is_confirmed_from_the_rounds_page_and_leads_back_to_it(
    desk: SignedIn, case: Callable[..., Case], look: Any
) -> None:
    made, supervisor = case(1), desk("supervisor")
    answer = supervisor.press(f"/rounds/{made.round_id}", "confirm")
    assert (answer.status_code, answer.location) == (303, f"/rounds/{made.round_id}")
    with look(SYSTEM):
        assert one(Finding, made.finding_ids[0]).state == "confirmed"


def test_the_preview_says_what_each_town_will_see(desk: SignedIn, case: Callable[..., Case]) -> None:
    page = desk("supervisor").open(f"/rounds/{case(7).round_id}")
    assert "发布后，各镇街会看到" in page.text
    assert "还有 2 处" in page.text


def test_release_from_the_page_discloses_all_towns_together(desk: SignedIn, world: make.World, look: Any) -> None:
    round_id = finished_in_two_towns(world, look)
    towns = [desk("town"), desk("town2")]
    assert [len(_points(town)) for town in towns] == [0, 0]
    answer = desk("supervisor").press(f"/rounds/{round_id}", "release")
    assert answer.status_code == 303
    assert [len(_points(town)) for town in towns] == [1, 1]
    assert desk("supervisor2").open(f"/rounds/{round_id}").status == 200


def test_release_waits_until_every_point_is_confirmed(desk: SignedIn, case: Callable[..., Case], look: Any) -> None:
    made, supervisor = case(2), desk("supervisor")
    with look(SYSTEM):
        make.finish(one(Round, made.round_id).visits[0], made.world.viewers["inspector"])
        db.session.commit()
    assert supervisor.press(f"/rounds/{made.round_id}", "finish").status_code == 303
    form = supervisor.open(f"/rounds/{made.round_id}").form_to("/sign-out")
    form.action = f"/rounds/{made.round_id}/steps"
    refused = Page(supervisor.send(form, action="release"))
    assert (refused.status, "还有 2 个点位没确认" in refused.text) == (422, True)


def test_what_a_release_told_each_town_stands_once_in_the_history(desk: SignedIn, world: make.World, look: Any) -> None:
    round_id, supervisor = finished_in_two_towns(world, look), desk("supervisor")
    supervisor.press(f"/rounds/{round_id}", "release")
    history = supervisor.open(f"/rounds/{round_id}").text.split("经过", 1)[1]
    assert history.count("发布") == 1


def _points(town: Desk) -> list[str]:
    return [link for link in town.open("/findings").links if link.startswith("/findings/")]


def finished_in_two_towns(world: make.World, look: Any) -> UUID:
    """One confirmed point in each, every visit finished."""
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        round_ = plan_round(_two_towns(world), supervisor, now())
        for town in ("梅城镇", "寿昌镇"):
            started = Started(chance.new_id(), world.towns[town], now(), make.HERE, None)
            start_visit(round_, started, inspector, now())
            visit = one(Visit, started.visit_id)
            finding = make.make_finding(visit, inspector)
            make.finish(visit, inspector)
            step_finding(finding, Move("confirm", supervisor, now()))
        db.session.flush()
        step_round(one(Round, round_.id), Move("finish", supervisor, now()))
        db.session.commit()
        return round_.id


def _two_towns(world: make.World) -> Plan:
    today = local_day(now())
    return Plan(
        county_id=world.county_id,
        title="两镇暗访",
        kind=RoundKind.UNANNOUNCED,
        window_from=today,
        window_to=today,
        checklist=checklist_in_force(world.county_id),
        towns=[one(Region, world.towns[name]) for name in ("梅城镇", "寿昌镇")],
        inspectors=[one(User, make.inspector_id(world))],
    )
