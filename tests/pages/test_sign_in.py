"""Sign-in (登录): one door for the desk, which leads only to our own paths."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.db import db
from app.domain.people import SYSTEM
from app.models import Account, SignIn
from tests import make
from tests.desk import Desk, Page

ELSEWHERE = [
    "//evil.example/",
    "https://evil.example/",
    "/\\evil.example",
    "/%0d%0aSet-Cookie:a=b\r\n",
    "javascript:alert(1)",
]


def test_a_wrong_password_is_said_on_the_page_and_the_account_stays_written(app: Flask, world: make.World) -> None:
    desk = Desk(app)
    answer = desk.send(desk.open("/sign-in").form_to("/sign-in"), account="supervisor", password="wrong")
    page = Page(answer)
    assert answer.status_code == 401
    assert "账号或密码不对" in page.text
    assert page.form_to("/sign-in").fields["account"] == ["supervisor"]


def test_a_visitor_is_led_to_the_door_and_then_back_to_where_they_wanted(app: Flask, world: make.World) -> None:
    desk = Desk(app)
    led = desk.get("/findings?state=fixing")
    assert (led.status_code, led.location) == (303, "/sign-in?next=/findings?state%3Dfixing")
    door = desk.open(led.location).form_to("/sign-in")
    answer = desk.send(door, account="supervisor", password=make.PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/findings?state=fixing")
    assert desk.get("/findings?state=fixing").status_code == 200


def test_the_machine_edge_still_answers_401(app: Flask, world: make.World) -> None:
    answer = Desk(app).get("/api/v1/me")
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_door_leads_to_no_other_place(app: Flask, world: make.World, elsewhere: str) -> None:
    desk = Desk(app)
    fields = {"account": "supervisor", "password": make.PASSWORD, "next": elsewhere}
    assert desk.client.post("/sign-in", data=fields).location == "/"


def test_a_form_on_another_site_signs_nobody_in(app: Flask, world: make.World) -> None:
    fields = {"account": "supervisor", "password": make.PASSWORD}
    answer = Desk(app).client.post("/sign-in", data=fields, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)


def test_demo_accounts_are_named_on_the_door_of_a_demo_only(
    app: Flask, world: make.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "supervisor2" not in Desk(app).open("/sign-in").text
    monkeypatch.setitem(app.config, "MODE", "demo")
    assert "supervisor2（督办员）" in Desk(app).open("/sign-in").text


def test_leaving_ends_the_session(desk: Any) -> None:
    supervisor = desk("supervisor")
    token = supervisor.client.get_cookie("xz_session").value
    supervisor.send(supervisor.open("/findings").form_to("/sign-out"))
    supervisor.client.set_cookie("xz_session", token)
    assert supervisor.get("/findings").location.startswith("/sign-in")


def test_a_one_time_password_must_be_changed_before_anything_else(desk: Any, look: Any) -> None:
    supervisor = desk("supervisor")
    with look(SYSTEM):
        db.session.query(Account).filter_by(login="supervisor").one().must_change = True
        db.session.commit()
    led = supervisor.get("/findings")
    assert led.location == "/password?next=/findings"
    form = supervisor.open("/password").form_to("/password")
    supervisor.send(form, old_password=make.PASSWORD, new_password="a-new-password-1", again="a-new-password-1")
    assert supervisor.get("/findings").status_code == 200


def test_a_new_password_ends_the_other_sessions_of_the_account(desk: Any, look: Any) -> None:
    here, there = desk("supervisor"), desk("supervisor")
    form = here.open("/password").form_to("/password")
    here.send(form, old_password=make.PASSWORD, new_password="a-new-password-1", again="a-new-password-1")
    assert here.get("/findings").status_code == 200
    assert there.get("/findings").status_code == 303


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"old_password": "wrong"}, "原密码不对"),
        ({"new_password": "short", "again": "short"}, "新密码太简单"),
        ({"again": "something-else-1"}, "两遍写的不一样"),
    ],
)
def test_what_is_wrong_with_a_new_password_stands_at_its_field(
    desk: Any, written: dict[str, str], sentence: str
) -> None:
    supervisor = desk("supervisor")
    right = {"old_password": make.PASSWORD, "new_password": "a-new-password-1", "again": "a-new-password-1"}
    answer = supervisor.send(supervisor.open("/password").form_to("/password"), **right | written)
    assert (answer.status_code, sentence in Page(answer).text) == (422, True)


def test_no_session_is_open_after_a_wrong_password(app: Flask, world: make.World, look: Any) -> None:
    Desk(app).client.post("/sign-in", data={"account": "supervisor", "password": "wrong"})
    with look(SYSTEM):
        assert db.session.query(SignIn).count() == 0
