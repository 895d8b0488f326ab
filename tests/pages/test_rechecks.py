"""Rechecks (复查) between the desk and the phone: sent by hand or several at once, reported on the spot, and hidden from who answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.recheck import draw_rechecks
from app.actions.setting import put_setting
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding, Recheck, Region
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.phone import Phone, photo
from tests.rechecking import concluded, given, reported, send_to, told
from workers.photo import derive
from workers.stamp import stamp


@pytest.fixture
def closed(case: Any, look: Any, world: make.World) -> Callable[[int], list[UUID]]:
    """`closed(2)`: so many points, answered and passed."""

    def made(points: int = 1) -> list[UUID]:
        it = case(points)
        it.answered()
        with look(SYSTEM):
            for finding_id in it.finding_ids:
                step_finding(one(Finding, finding_id), Move("pass", world.viewers["supervisor"], now()))
            db.session.commit()
        ids: list[UUID] = it.finding_ids
        return ids

    return made


@pytest.fixture
def phone(app: Flask, look: Any) -> Callable[[str], Phone]:
    """`phone("inspector")`: signed in, when the workers have told what there is to tell."""

    def made(login: str) -> Phone:
        told(look)
        return Phone(sign_in(app.test_client(), login))

    return made


def test_who_is_sent_gets_the_point_on_the_phone_and_its_report_is_read_at_the_desk(
    desk: Any, closed: Any, phone: Any, world: make.World, look: Any
) -> None:
    (point,) = closed()
    assert send_to(desk, point, world.viewers["inspector"].user_id).status_code == 303
    (it,) = given(phone("inspector"))
    assert it["body"]["finding"]["id"] == str(point)
    assert [it["action"] for it in it["body"]["offered"]] == ["report"]
    verdict = reported(phone("inspector"), it["id"], "fails")
    assert verdict["verdict"] == "applied", verdict
    concluded(look, it["id"])
    page = desk("supervisor").open(f"/findings/{point}")
    assert "复查不到位" in page.text
    assert "反弹，重新整改" in page.text
    assert "桶又满了" in page.text


def test_its_town_learns_of_it_when_its_point_comes_back_and_sees_the_photo_but_nobody(
    desk: Any, closed: Any, phone: Any, world: make.World, look: Any
) -> None:
    (point,) = closed()
    town = desk("town")
    before = town.open(f"/findings/{point}").text
    send_to(desk, point, world.viewers["inspector"].user_id)
    assert town.open(f"/findings/{point}").text == before
    (it,) = given(phone("inspector"))
    reported(phone("inspector"), it["id"], "fails")
    assert town.open(f"/findings/{point}").text == before
    concluded(look, it["id"])
    page = town.open(f"/findings/{point}")
    assert ("复查不到位" in page.text, "整改中" in page.text) == (True, True)
    assert ("巡查员" in page.text, "办公室指定" in page.text) == (False, False)
    assert given(phone("town")) == []


@pytest.mark.parametrize(("outcome", "stamps"), [("fails", 1), ("holds", 0)])
def test_its_photo_bears_a_stamp_once_the_town_is_shown_it(
    sent: str, phone: Any, look: Any, outcome: str, stamps: int
) -> None:
    assert reported(phone("inspector"), sent, outcome)["verdict"] == "applied"
    concluded(look, sent)
    with look(SYSTEM):
        recheck = one(Recheck, sent)
        derive(recheck.photos[0].sha256, now())
        stamp(str(recheck.town_id), now())
        db.session.commit()
        photos = one(Recheck, sent).photos
        assert (sum(bool(it.derived_at) for it in photos), sum(bool(it.stamped_at) for it in photos)) == (1, stamps)


@pytest.fixture
def sent(desk: Any, closed: Any, phone: Any, world: make.World) -> str:
    """A closed point that the inspector is to look at: the recheck's id."""
    (point,) = closed()
    send_to(desk, point, world.viewers["inspector"].user_id)
    (it,) = given(phone("inspector"))
    recheck_id: str = it["id"]
    return recheck_id


@pytest.mark.parametrize("login", ["town", "town2", "leader", "inspector2"])
def test_nobody_else_is_told_that_somebody_will_come(
    desk: Any, closed: Any, phone: Any, world: make.World, login: str
) -> None:
    (point,) = closed()
    send_to(desk, point, world.viewers["inspector"].user_id)
    (it,) = given(phone("inspector"))
    assert given(phone(login)) == []
    step = phone(login).actor.post(f"/api/v1/rechecks/{it['id']}/steps", {"action": "report"})
    assert step.status_code in {403, 404}
    assert desk(login).get("/rechecks").status_code == 403


@pytest.fixture
def drawn(closed: Any, world: make.World, look: Any, clock: Any) -> list[UUID]:
    """Three points, all of which came out."""
    points: list[UUID] = closed(3)
    with look(SYSTEM):
        put_setting(one(Region, world.county_id), "recheck_share_percent", "100", SYSTEM, now())
        later = now() + timedelta(days=15)
        db.session.commit()
    clock(later)
    with look(SYSTEM):
        draw_rechecks(world.county_id, now())
        db.session.commit()
    return points


def test_several_drawn_are_sent_at_once(desk: Any, drawn: list[UUID], phone: Any, world: make.World) -> None:
    office = desk("supervisor")
    page = office.open("/rechecks?given=0")
    assert "3 处" in page.text
    form = next(form for form in page.forms if form.action.startswith("/rechecks/give"))
    ids = [
        it.split('"')[0]
        for it in office.get("/rechecks").get_data(as_text=True).split('name="recheck_ids" value="')[1:]
    ]
    assert len(ids) == len(drawn)
    form.fields["recheck_ids"] = ids
    answer = office.send(form, inspector_id=str(world.viewers["inspector"].user_id))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert len(given(phone("inspector"))) == len(drawn)
    assert "没有要复查的" in office.open("/rechecks?given=0").text


def test_an_answer_is_looked_at_before_it_is_decided(
    desk: Any, case: Any, phone: Any, world: make.World, look: Any
) -> None:
    made = case()
    made.answered()
    (point,) = made.finding_ids
    assert send_to(desk, point, world.viewers["inspector"].user_id, "reviews").status_code == 303
    (it,) = given(phone("inspector"))
    assert it["body"]["why"] == "review"
    reported(phone("inspector"), it["id"], "holds")
    concluded(look, it["id"])
    page = desk("supervisor").open(f"/reviews/{point}")
    assert ("复查到位" in page.text, "桶又满了" in page.text) == (True, True)


def test_one_given_to_another_is_kept_and_not_lost(desk: Any, closed: Any, phone: Any, world: make.World) -> None:
    (point,) = closed()
    send_to(desk, point, world.viewers["inspector"].user_id)
    (it,) = given(phone("inspector"))
    other = str(world.viewers["inspector2"].user_id)
    office = sign_in(desk("supervisor").client.application.test_client(), "supervisor")
    step = office.post(f"/api/v1/rechecks/{it['id']}/steps", {"action": "give", "inspector_id": other})
    assert step.status_code == 200, step.get_json()
    assert given(phone("inspector"))[0].get("deleted")
    assert reported(phone("inspector"), it["id"], "fails")["verdict"] == "kept"


@pytest.mark.parametrize(
    "spoiled",
    [{"note": ""}, {"photos": []}, {"outcome": "dropped"}, {"photos": [photo("again", role="after")]}],
)
def test_a_report_says_what_is_wrong_and_shows_it(
    desk: Any, closed: Any, phone: Any, world: make.World, spoiled: dict[str, Any]
) -> None:
    (point,) = closed()
    send_to(desk, point, world.viewers["inspector"].user_id)
    (it,) = given(phone("inspector"))
    assert reported(phone("inspector"), it["id"], "fails", **spoiled)["verdict"] == "refused"


def test_a_step_alone_is_no_report(desk: Any, closed: Any, phone: Any, world: make.World) -> None:
    (point,) = closed()
    send_to(desk, point, world.viewers["inspector"].user_id)
    (it,) = given(phone("inspector"))
    answer = phone("inspector").actor.post(f"/api/v1/rechecks/{it['id']}/steps", {"action": "report"})
    assert (answer.status_code, answer.get_json()["type"].rpartition("/")[2]) == (422, "recheck_by_phone")


def test_what_need_not_be_looked_at_is_dropped_with_a_reason(desk: Any, closed: Any, world: make.World) -> None:
    (point,) = closed()
    send_to(desk, point, None)
    office = desk("supervisor")
    form = office.open(f"/findings/{point}").form(action="drop")
    assert office.send(form, note="").status_code == 422
    assert office.send(form, op_id="", note="路已经封了").status_code in {303, 422}
    form = office.open(f"/findings/{point}").form(action="drop")
    assert office.send(form, note="路已经封了").status_code == 303
    assert "不用看了" in office.open(f"/findings/{point}").text


def test_what_a_place_has_been_through_stands_on_its_point(desk: Any, closed: Any, look: Any) -> None:
    first, second = closed(2)
    with look(SYSTEM):
        one(Finding, second).spot_id = one(Finding, first).spot_id
        db.session.commit()
    page = desk("supervisor").open(f"/findings/{first}")
    assert "这个地方的历次问题（2 次）" in page.text
    assert f"/findings/{second}" in page.links
