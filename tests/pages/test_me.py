"""My own things (我的): sessions that can be ended, phones that can be stopped; what a stopped one sends is kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import DeviceGrant, Journal
from tests import make
from tests.cast import sign_in
from tests.desk import Page
from tests.pages.conftest import Case, SignedIn
from tests.phone import Phone

EVERYONE = ("supervisor", "leader", "inspector", "town", "sysadmin", "secadmin", "auditor")


@pytest.mark.parametrize("login", EVERYONE)
def test_everyone_reads_who_they_are(desk: SignedIn, login: str) -> None:
    page = desk(login).open("/me")
    assert (page.status, f"账号 {login}" in page.text, "这一台，现在" in page.text) == (200, True, True)


def test_a_role_without_pages_is_told_so(desk: SignedIn) -> None:
    assert "这个角色的页面还没有" in desk("sysadmin").open("/me").text


def test_another_session_can_be_ended_and_the_own_one_goes_on(desk: SignedIn) -> None:
    here, there = desk("supervisor"), desk("supervisor")
    assert here.send(_first(here.open("/me"), "/me/sessions/")).status_code == 303
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 303)


@pytest.mark.parametrize("login", EVERYONE)
def test_a_phone_can_be_stopped(app: Flask, desk: SignedIn, login: str, look: Any) -> None:
    Phone(sign_in(app.test_client(), login))
    mine = desk(login)
    assert mine.send(_first(mine.open("/me"), "/me/grants/")).status_code == 303
    assert "停的" in mine.open("/me").text
    with look(SYSTEM):
        assert db.session.scalars(select(Journal.act).where(Journal.noun == "device_grant")).all() == [
            "device_grant.revoke"
        ]


def test_what_a_stopped_phone_sends_is_kept(app: Flask, case: Any, desk: SignedIn, world: make.World) -> None:
    made: Case = case()
    phone = Phone(sign_in(app.test_client(), "inspector"))
    start = phone.start(made.round_id, world.towns["梅城镇"])
    mine = desk("inspector")
    mine.send(_first(mine.open("/me"), "/me/grants/"))
    actor = phone.actor
    actor.client.delete("/api/v1/session", headers={"X-CSRF-Token": actor.csrf})
    envelope = {"device_id": str(actor.device_id), "operations": [start]}
    answer = actor.client.post("/api/v1/operations", json=envelope, headers={"Xunzhen-Device": str(actor.device_id)})
    verdict = answer.get_json()["verdicts"][0]
    assert (verdict["verdict"], verdict["problem"]["type"]) == ("kept", "grant_revoked")
    assert verdict["receipt"]["op_id"] == start["op_id"]


def test_anothers_session_and_phone_are_not_there(app: Flask, desk: SignedIn, look: Any) -> None:
    Phone(sign_in(app.test_client(), "town"))
    with look(SYSTEM):
        grant_id = db.session.scalars(select(DeviceGrant.id)).one()
    stranger = desk("supervisor")
    form = stranger.open("/me").form_to("/sign-out")
    form.action = f"/me/grants/{grant_id}/revoke"
    assert stranger.send(form).status_code == 404
    with look(SYSTEM):
        assert db.session.scalars(select(DeviceGrant.revoked_at)).one() is None


def _first(page: Page, action: str) -> Any:
    return next(form for form in page.forms if form.action.startswith(action))
