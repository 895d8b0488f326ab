"""The walk of the url_map (走遍每个地址): who may ask at all, and that the hidden, the absent and the malformed look alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.domain.people import PEOPLE, Role
from app.steps import NOUNS as STEPS
from app.texts import say
from tests import make
from tests.abuse.addresses import Call, ask, asked_by_id, calls, comparable
from tests.abuse.hidden import (
    Hidden,
    draft,
    foreign_approval,
    foreign_notice,
    foreign_pack,
    foreign_recheck,
    foreign_second_review,
    foreign_session,
    request,
    unsent_copy,
)
from tests.cast import Actor

SignedIn = Callable[[str], Actor]
OPEN_TO_ALL = {
    "POST /api/v1/session",
    "GET /api/v1/health",
    "HEAD /api/v1/health",
    "GET /m/",
    "HEAD /m/",
    "GET /m/sw.js",
    "HEAD /m/sw.js",
    "POST /m/share",
    "POST /look",
    "GET /sign-in",
    "HEAD /sign-in",
    "POST /sign-in",
    "GET /public/listed/<code>",
    "HEAD /public/listed/<code>",
    "GET /v",
    "HEAD /v",
    "GET /v/<code>",
    "HEAD /v/<code>",
}
# Regions are open facts: that a town exists is known to all, so a foreign one is no secret to keep.
OPEN_NOUNS = {"towns"}
STRANGERS = ["town", "town2", "department", "leader", "supervisor2", "inspector2"]


def test_only_the_pinned_routes_answer_without_sign_in(app: Flask) -> None:
    assert {call.name for call in calls(app) if Role.NOBODY in call.roles} == OPEN_TO_ALL


def test_without_sign_in_every_other_route_asks_for_it(app: Flask, world: make.World) -> None:
    """The API says 401, the desk leads to the door; neither looks at the id first."""
    client, closed = app.test_client(), [call for call in calls(app) if Role.NOBODY not in call.roles]
    answers = {call: client.open(call.path(str(uuid4())), method=call.method) for call in closed}
    told = {call.name: (a.status_code, (a.location or "").split("?")[0]) for call, a in answers.items()}
    assert len(told) > 60
    assert told == {call.name: (401, "") if call.api else (303, "/sign-in") for call in closed}


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_that_is_not_declared_is_refused_before_any_row_is_looked_up(
    app: Flask, actor: SignedIn, department: None, role: Role
) -> None:
    who, refused = actor(role), [call for call in calls(app) if not {role, Role.NOBODY} & set(call.roles)]
    assert refused
    wrong = {call.name: told for call in refused if (told := _refusal(who, call)) != (403, True)}
    assert wrong == {}


def _refusal(who: Actor, call: Call) -> tuple[int, bool]:
    """Status, and whether it is said that the role is the reason; HEAD says nothing."""
    answer = ask(who, call, call.path(str(uuid4())))
    said = call.method == "HEAD" or say("p.wrong_role", "zh") in (
        answer.get_json()["detail"] if call.api else answer.get_data(as_text=True)
    )
    return answer.status_code, said


@pytest.mark.parametrize("role", PEOPLE)
def test_a_step_of_other_roles_is_refused_before_any_row_is_looked_up(
    actor: SignedIn, department: None, hidden: Hidden, role: Role
) -> None:
    who, found = actor(role), {}
    for noun, (_, workflow, _) in STEPS.items():
        for action in {s.action for s in workflow.steps if not workflow.may_ever(s.action, role)}:
            for key in (hidden.ids.get(noun[:-1], hidden.ids["finding"]), str(uuid4()), "malformed"):
                answer = who.post(f"/api/v1/{noun}/{key}/steps", {"action": action})
                found[noun, action, key] = (answer.status_code, answer.get_json()["type"])
    assert set(found.values()) == {(403, "wrong_role")}


@pytest.fixture
def keys(world: make.World, department: None, look: Any, hidden: Hidden) -> dict[str, str]:
    """The real id behind each noun of an address."""
    order_id, sign_in_id, asked = draft(world, look), foreign_session(world, look), request(look, hidden)
    nouns = ("round", "visit", "finding", "photo", "upload")
    return {
        **{f"{noun}s": hidden.ids[noun] for noun in nouns},
        "reviews": hidden.ids["finding"],
        "kept": hidden.ids["operation"],
        "orders": order_id,
        "copies": unsent_copy(world, look, order_id),
        "packs": foreign_pack(world, look),
        "notices": foreign_notice(world, look),
        "requests": asked,
        "approvals": foreign_approval(world, look, hidden),
        "rechecks": foreign_recheck(world, look, hidden),
        "second-reviews": foreign_second_review(world, look),
        "sessions": sign_in_id,
        "grants": sign_in_id,
        "scores": hidden.town_id,
    }


@pytest.mark.parametrize("login", STRANGERS)
def test_hidden_absent_and_malformed_ids_give_the_same_answer_on_every_route(
    app: Flask, actor: SignedIn, department: None, keys: dict[str, str], login: str
) -> None:
    if login == "supervisor2":
        del keys["orders"], keys["rechecks"]  # the office reads its own drafts and plans
    who = actor(login)
    role = Role(who.user["role"])
    walked = [call for call in asked_by_id(app, role) if call.noun in keys]
    told = {(call.name, *call.given.values()): _three(who, call, keys[call.noun]) for call in walked}
    assert {call.noun for call in asked_by_id(app, role)} - set(keys) <= OPEN_NOUNS | {"orders", "rechecks"}
    assert {name: answers for name, answers in told.items() if len(set(map(str, answers))) > 1} == {}
    assert {answers[0][0] for answers in told.values()} == {404}


def _three(who: Actor, call: Call, real: str) -> list[Any]:
    return [comparable(ask(who, call, call.path(key))) for key in (real, str(uuid4()), "malformed")]
