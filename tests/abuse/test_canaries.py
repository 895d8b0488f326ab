"""Canaries (金丝雀): of a round that is not released its strangers meet nothing on any address; its members meet all."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.abuse.addresses import Call, ask, calls, comparable
from tests.abuse.hidden import Hidden
from tests.cast import Actor
from tests.phone import WHEN, Phone, photo

SignedIn = Callable[[str], Actor]
OPERATORS = ["town", "town2", "inspector2"]
STRANGERS = [*OPERATORS, "leader", "supervisor2", "department", "auditor"]
MEMBERS = {
    # Whose bytes they were is the sender's business: the hash, its upload and the stream's receipts are the phone's.
    "inspector": {"operation"},
    "supervisor": {"upload", "sha256"},
}
# The checklist is known to all: the wording of an item is a canary everywhere else.
PUBLISHED = {"/api/v1/catalog": {"problem"}}


@pytest.mark.parametrize("login", STRANGERS)
def test_a_stranger_meets_no_canary_on_any_address(
    app: Flask, actor: SignedIn, department: None, hidden: Hidden, login: str
) -> None:
    """Bodies, headers, cursors and pictures of every page and every API, asked with the real ids."""
    walk = list(_walk(app, actor(login), hidden))
    leaks = {(path, name) for path, answer in walk for name in _met(path, answer, hidden)}
    assert len(walk) >= 5
    assert leaks == set()


@pytest.mark.parametrize("login", MEMBERS)
def test_a_member_meets_every_canary(app: Flask, actor: SignedIn, hidden: Hidden, login: str) -> None:
    """A walk that meets fewer than were planted proves nothing of those who met none."""
    walk = _walk(app, actor(login), hidden)
    met = {name for path, answer in walk for name in _met(path, answer, hidden)}
    assert met >= set(hidden.canaries) - MEMBERS[login]
    assert not set.intersection(*MEMBERS.values())


@pytest.mark.parametrize("login", OPERATORS)
def test_operations_that_name_hidden_ids_are_answered_as_if_there_were_none(
    actor: SignedIn, hidden: Hidden, login: str
) -> None:
    phone = Phone(actor(login))
    real, fresh = (phone.send(*_naming(phone, ids)) for ids in (hidden.ids, {n: str(uuid4()) for n in hidden.ids}))
    assert [_unsigned(v) for v in real] == [_unsigned(v) for v in fresh]
    assert {v["verdict"] for v in real} == {"kept"}
    assert not [name for name, canary in hidden.canaries.items() if canary in str(real).encode()]


@pytest.mark.parametrize("login", ["town", "supervisor2"])
def test_a_list_filtered_by_a_hidden_id_is_the_list_of_no_id(actor: SignedIn, hidden: Hidden, login: str) -> None:
    who = actor(login)
    told: dict[str, set[str]] = {}
    for path in ("/findings?round=", "/api/v1/findings?round=", "/findings?after=", "/api/v1/orders?after="):
        for key in (hidden.ids["round"], hidden.ids["finding"], "ffffffff-ffff-4fff-bfff-ffffffffffff"):
            body = comparable(who.get(path + key))[1].decode().replace(key, "…")
            told.setdefault(path, set()).add(re.sub(r'name="op_id" value="[^"]+"', "", body))  # drawn for each form
    assert {path: len(bodies) for path, bodies in told.items()} == dict.fromkeys(told, 1)


def _walk(app: Flask, who: Actor, hidden: Hidden) -> Iterator[tuple[str, TestResponse]]:
    """Every address that is only looked at, with each real id in each place; the changes from their beginning."""
    for call in calls(app):
        if who.user["role"] in call.roles and call.method in {"GET", "HEAD"} and _is_read(call):
            for path in _paths(call, hidden):
                yield path, ask(who, call, path)


def _is_read(call: Call) -> bool:
    return call.method == "GET" or "GET" not in (call.rule.methods or ())


def _paths(call: Call, hidden: Hidden) -> list[str]:
    if call.rule.rule == "/api/v1/receipts":
        return [call.path("") + f"?op_id={hidden.ids['operation']}&sha256={hidden.sha256}"]
    if not call.rule.arguments:
        return [call.path("")]
    keys = [hidden.sha256] if "sha256" in call.rule.arguments else [*hidden.ids.values(), hidden.town_id]
    return [call.path(key, size=size) for key in keys for size in _sizes(call)]


def _sizes(call: Call) -> tuple[str, ...]:
    return ("320", "1600") if "size" in call.rule.arguments else ("320",)


def _met(path: str, answer: TestResponse, hidden: Hidden) -> set[str]:
    """The canaries in body and headers, or in what an opaque cursor holds."""
    if answer.status_code == 204 and path.endswith(hidden.sha256):
        return {"sha256"}
    told = answer.get_data() + str(answer.headers).encode() + _opened(answer)
    met = {name for name, canary in hidden.canaries.items() if canary in told}
    if answer.status_code == 200 and hidden.ids["upload"] in path:
        met.add("upload")
    return met - PUBLISHED.get(path, set())


def _opened(answer: TestResponse) -> bytes:
    """A signature hides nothing: the cursor's text can be read by whoever holds it."""
    body: Any = answer.get_json(silent=True)
    cursor = body.get("cursor", "") if isinstance(body, dict) else ""
    return urlsafe_b64decode(cursor.partition(".")[0]) if cursor else b""


def _naming(phone: Phone, ids: dict[str, str]) -> list[dict[str, Any]]:
    """Every word a phone can say, of somebody else's things."""
    after = photo("after", role="after")
    visit = {"visit_id": ids["visit"]}
    start = {"round_id": ids["round"], "town_id": str(uuid4()), "started_at": WHEN, "position": None}
    return [
        phone.operation(
            "evidence.submit", {"evidence_id": str(uuid4()), "finding_id": ids["finding"], "photos": [after]}
        ),
        phone.operation("order.sign", {"order_id": ids["finding"]}),
        phone.operation(
            "request.make",
            {"request_id": str(uuid4()), "finding_id": ids["finding"], "kind": "dispute", "reason": "不归本镇"},
        ),
        phone.operation("request.withdraw", {"request_id": ids["finding"]}),
        phone.operation("finding.amend", {"finding_id": ids["finding"], "note": "不在这里"}),
        phone.operation("finding.hand_over", {"finding_id": ids["finding"], "signed": None}),
        phone.operation("visit.start", {"visit_id": str(uuid4()), **start}),
        phone.operation("visit.finish", {**visit, "ended_at": WHEN, "dimensions": []}),
        phone.record({"payload": {**visit, "town_id": str(uuid4())}}),
    ]


def _unsigned(verdict: dict[str, Any]) -> dict[str, Any]:
    """All but what is the operation's own: its id and its place in the sender's stream."""
    return {name: value for name, value in verdict.items() if name not in {"op_id", "receipt"}}
