"""Addresses (地址): every rule of the app's map with every method, filled with ids and sent as its edge wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.domain.people import Role
from app.steps import NOUNS as STEPS
from tests.cast import Actor
from tests.tus import PART

MONTH = "2026-11"
TUS = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
# What a request id is normalised from: the header, `instance` of a problem, the trace on a page of the desk.
NORMALISED = ("Date", "X-Request-Id", "instance", "trace")


@dataclass(frozen=True, eq=False)
class Call:
    """One way to ask: a rule, a method, and (for steps) the noun and the action."""

    rule: Rule
    method: str
    roles: tuple[Role, ...]
    given: dict[str, str] = field(default_factory=dict)

    @property
    def api(self) -> bool:
        return self.rule.rule.startswith("/api/")

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def noun(self) -> str:
        """What the id in its address is an id of."""
        words = self.rule.rule.removeprefix("/api/v1").strip("/").split("/")
        return self.given.get("noun") or (words[1] if words[0] == "me" and len(words) > 1 else words[0])

    def path(self, key: str, **more: str) -> str:
        """The address with that id in every place that asks for one."""
        every = dict.fromkeys(("raw_id", "id", "finding_id", "town_id", "sha256"), key)
        values = {**every, "size": "320", "month": MONTH, "noun": "findings", **self.given, **more}
        built = self.rule.build({name: values[name] for name in self.rule.arguments}, append_unknown=False)
        assert built is not None, self.name
        return built[1]


def calls(app: Flask) -> Iterator[Call]:
    """Every rule × method but static files and Flask's own OPTIONS."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view: Any = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield Call(rule, method, view.roles)


def asked_by_id(app: Flask, role: Role) -> Iterator[Call]:
    """What that role may ask with an id, a step once for each action of its table that is the role's."""
    for call in calls(app):
        if role not in call.roles or not call.rule.arguments:
            continue
        if not call.rule.rule.endswith("/steps"):
            yield call
            continue
        nouns = (
            STEPS if "noun" in call.rule.arguments else ["findings" if "finding_id" in call.rule.rule else call.noun]
        )
        for noun in nouns:
            for action in sorted({s.action for s in STEPS[noun][1].steps if role in s.by}):
                yield Call(call.rule, call.method, call.roles, {"noun": noun, "action": action})


def ask(actor: Actor, call: Call, path: str) -> TestResponse:
    """As its edge wants it: JSON, a part of an upload, or a form."""
    headers = {"X-CSRF-Token": actor.csrf}
    if call.noun == "uploads":
        headers |= {"X-HTTP-Method-Override": "HEAD"} if call.method == "POST" and call.rule.arguments else {}
        return actor.client.open(path, method=call.method, headers=headers | TUS, data=b"x", content_type=PART)
    if call.method in {"GET", "HEAD"}:
        return actor.client.open(path, method=call.method, headers=headers)
    fields: dict[str, Any] = {"action": call.given.get("action", "void"), "note": "x"}
    if call.api:
        return actor.client.open(path, method=call.method, headers=headers, json=fields)
    if call.noun == "kept":
        fields = {"decision": "void", "note": "x"}
    return actor.client.open(path, method=call.method, headers=headers, data={**fields, "op_id": str(uuid4())})


def comparable(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Status, body and headers; only the request id is normalised."""
    request_id = answer.headers["X-Request-Id"].encode()
    headers = [(name, value) for name, value in answer.headers if name not in {"X-Request-Id", "Date"}]
    return answer.status_code, answer.get_data().replace(request_id, b"..."), headers
