"""The complete matrix (全部组合): every noun in every state, every action, every role: what no table has is refused over HTTP.

The tables are the hand-written ones. A row is put into each state by SQL, for many of them lead to no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from app.actions.advance import Move
from app.actions.approval import ask_for
from app.actions.order import step_order
from app.actions.recheck import Wish, want
from app.actions.request import Asked, make_request
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.chance import new_id
from app.domain.people import SYSTEM, Role, UnitKind
from app.domain.recheck import Why
from app.domain.request import RequestKind
from app.models import Approval, Region
from app.queries.by_id import one
from app.texts import catalogue
from tests import make
from tests.cast import Actor, sign_in
from tests.properties.database import TABLE_OF, Books
from tests.properties.tables import PEOPLE, STATES, TABLES, actions_of, may_ever

SQL = {  # what else a row in that state has, for its constraints
    "round": "released_at = CASE WHEN %(state)s::text = 'released' THEN xz_now() END",
    "visit": "finished_at = xz_now()",
    "finding": "closed_at = CASE WHEN %(state)s::text = 'closed' THEN xz_now() END, suspended_until = '2026-12-31'",
    "order": "closed_at = CASE WHEN %(state)s::text IN ('closed', 'archived') THEN xz_now() END",
    "recheck": "reported_at = CASE WHEN %(state)s::text NOT IN ('wanted', 'dropped') THEN xz_now() END, "
    "outcome = CASE WHEN %(state)s::text NOT IN ('wanted', 'dropped') THEN 'holds' END",
    "request": "answered_at = CASE WHEN %(state)s::text IN ('granted', 'refused') THEN xz_now() END",
    "approval": "decided_at = CASE WHEN %(state)s::text <> 'asked' THEN xz_now() END",
}
UNHEARD_OF = "no_such_action"


@dataclass
class Rows:
    """One row of each noun that every role sees which may ever do something with it."""

    app: Flask
    wire: Connection
    keys: dict[str, str]
    people: dict[str, Actor]

    def put(self, noun: str, state: str) -> None:
        told = {"state": state, "key": self.keys[noun]}
        sql = f'UPDATE "{TABLE_OF[noun]}" SET state = %(state)s::text, {SQL[noun]} WHERE id = %(key)s'  # noqa: S608 - our own words
        self.wire.exec_driver_sql(sql, told)

    def refused(self, noun: str, action: str, role: str) -> tuple[int, str, str]:
        """Status, code, sentence."""
        sent = {"action": action, "note": "现场看过"}
        answer = self.people[role].post(f"/api/v1/{noun}s/{self.keys[noun]}/steps", sent)
        body = answer.get_json()
        return answer.status_code, body.get("type", "done"), body.get("detail", "")


@pytest.fixture
def rows(app: Flask, wire: Connection, world: make.World, look: Any) -> Rows:
    with look(SYSTEM):
        keys = one_of_each(world)
        db.session.commit()
    return Rows(app, wire, keys, {role: sign_in(app.test_client(), role) for role in PEOPLE})


def one_of_each(world: make.World) -> dict[str, str]:
    """A point of a released round in a signed order, all of it directed to a department, with a request and an approval."""
    county = one(Region, world.county_id)
    unit = make.make_unit("建德市综合行政执法局", UnitKind.DEPARTMENT, county)
    world.viewers["department"] = make.make_person("department", Role.DEPARTMENT, unit, county)
    inspector, supervisor, town = (world.viewers[who] for who in ("inspector", "supervisor", "town"))
    round_ = make.make_round(world)
    visit = make.make_visit(round_, inspector)
    finding = make.make_finding(visit, inspector)
    make.finish(visit, inspector)
    db.session.flush()
    make.release(round_, supervisor)
    order = make.make_order([finding], supervisor)
    step_order(order, Move("sign", town, now()))
    db.session.flush()
    asked = Asked(new_id(), RequestKind.DISPUTE, "不归我们管", None, "", now(), None, now(), ())
    make_request(finding, asked, town, now())
    ask_for(order, "order", Move("list", supervisor, now(), "久拖不改", {"leader": "分管副市长"}))
    recheck = want(finding, Wish(Why.BY_HAND, local_day(now())), supervisor, now())
    assert recheck.plan is not None
    recheck.plan.given_to = inspector.user_id
    finding.unit_id = order.unit_id = unit.id
    approval = db.session.scalars(select(Approval.id)).one()
    things = {"round": round_, "visit": visit, "finding": finding, "order": order, "recheck": recheck}
    return {noun: str(it.id) for noun, it in things.items()} | {
        "request": str(asked.request_id),
        "approval": str(approval),
    }


def expected(noun: str, state: str, action: str, role: str) -> tuple[int, str] | None:
    """403 for who never may, 409 where the table has no such row; None: it has one."""
    if not may_ever(noun, action, role) and action != UNHEARD_OF:
        return 403, "wrong_role"
    there = any(r.action == action and role in r.by.split() and state in r.sources.split() for r in TABLES[noun])
    return None if there else (409, "step_not_in_table")


def cells(noun: str, state: str, roles: tuple[str, ...] = PEOPLE) -> list[tuple[str, str]]:
    every = [(action, role) for action in actions_of(noun) for role in roles]
    return [cell for cell in every if expected(noun, state, *cell)] + [(UNHEARD_OF, "supervisor")]


@pytest.mark.parametrize("noun", TABLES)
def test_what_no_table_has_is_refused_with_its_code_and_sentence_and_changes_nothing(rows: Rows, noun: str) -> None:
    books, wrong, asked = Books(rows.wire), {}, 0
    for state in STATES[noun].split():
        rows.put(noun, state)
        before = books.standing()
        for action, role in cells(noun, state):
            status, code, told = rows.refused(noun, action, role)
            right = (status, code) == expected(noun, state, action, role) and said_well(told, code, "zh")
            wrong |= {} if right else {(state, action, role): (status, code, told)}
            asked += 1
        assert books.standing() == before
    assert wrong == {}
    assert asked > 8 * len(STATES[noun].split())


@pytest.mark.parametrize("noun", TABLES)
def test_the_same_is_said_in_english(rows: Rows, noun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rows.app.config, "LANGUAGE", "en")
    for state in STATES[noun].split():
        rows.put(noun, state)
        for action, role in cells(noun, state, ("supervisor",)):
            _, code, told = rows.refused(noun, action, role)
            assert said_well(told, code, "en"), (state, action, told)


def said_well(told: str, code: str, language: str) -> bool:
    """A sentence of the catalogue: filled in, in that language, and not the code itself."""
    han = any("\u4e00" <= letter <= "\u9fff" for letter in told)
    filled = f"p.{code}" in catalogue(language) and "{" not in told and code not in told
    return filled and han == (language == "zh") and len(told) > 4
