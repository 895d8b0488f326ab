"""A blind second review (盲审) does not exist for the town nor for who decided first: two worlds, drawn and not drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from app.actions import places
from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.second_review import step_second_review
from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM, Role
from app.models import Finding, Photo, SecondReview
from app.queries import waiting
from app.queries.by_id import one
from tests import make
from tests.abuse.addresses import ask, calls, comparable
from tests.cast import Actor
from tests.planted.leaks import past_the_rules
from tests.second_look import WHY, answered, more_supervisors

SEED, AT = 2026, datetime(2026, 11, 12, 3, tzinfo=UTC)
DEVICE = UUID(int=1, version=4)
Told = dict[str, Any]


@dataclass
class Stage:
    """One point of 梅城镇 with its answer; `go` lives it on in one of the worlds and tells what that person reads there."""

    app: Flask
    world: make.World
    look: Any
    ids: dict[str, str]

    def by(self, login: str, act: Callable[[Move], object], action: str, note: str = "") -> None:
        with self.look(SYSTEM):
            act(Move(action, self.world.viewers[login], now(), note))
            db.session.commit()

    def decide(self) -> None:
        self.by("supervisor", lambda move: step_finding(one(Finding, self.ids["finding"]), move), "pass")

    def two_more_say(self) -> None:
        """They differ, and the first is upheld: nothing comes of it."""
        with self.look(SYSTEM):
            key = db.session.scalars(select(SecondReview.id)).one()
        with chance.drawn_for("what two more say"):
            for login, action in (("supervisor2", "second_return"), ("supervisor3", "uphold")):
                self.by(login, lambda move: step_second_review(one(SecondReview, str(key)), move), action, WHY)

    def walk(self, login: str) -> Told:
        """Every address that is only looked at, with every id there is."""
        chance.seed(SEED + 2)
        who = Actor(self.app.test_client(), login, DEVICE)
        role = Role(who.user["role"])
        found = [call for call in calls(self.app) if role in call.roles and call.method == "GET"]
        paths = {path: call for call in found for path in self._paths(call)}
        return {path: comparable(ask(who, call, path)) for path, call in paths.items()}

    def _paths(self, call: Any) -> Iterator[str]:
        if not call.rule.arguments:
            yield call.path("")
        else:
            yield from (call.path(key) for key in self.ids.values())


@pytest.fixture
def stage(app: Flask, world: make.World, look: Any, clock: Callable[[datetime], None]) -> Stage:
    clock(AT)
    chance.seed(SEED)
    more_supervisors(world, look)
    drawn = answered(world, look)
    clock(AT + timedelta(minutes=1))
    with look(SYSTEM):
        point = one(Finding, drawn.point)
        pictures = db.session.scalars(select(Photo.id).where(Photo.owner_id == point.evidences[0].id)).all()
        ids = {"finding": drawn.point, "order": str(point.order_id), "photo": str(pictures[0])}
        return Stage(app, world, look, ids | {"town": str(world.towns["梅城镇"])})


@pytest.fixture
def worlds(stage: Stage, wire: Connection, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Told]]:
    """`worlds(login, go_on)`: what that person reads, drawn and not drawn, each undone afterwards."""

    def both(login: str, go_on: Callable[[], None] | None = None) -> list[Told]:
        told = []
        for drawn in (True, False):
            monkeypatch.setattr("app.actions.second_review.is_drawn", lambda *_: drawn)  # noqa: B023 - used at once
            branch = wire.begin_nested()
            chance.seed(SEED + 1)
            stage.decide()
            if drawn:
                with stage.look(SYSTEM):
                    stage.ids["second review"] = str(db.session.scalars(select(SecondReview.id)).one())
                if go_on:
                    go_on()
            told.append(stage.walk(login))
            with stage.app.app_context():
                db.session.remove()
            branch.rollback()
        return told

    return both


def differing(told: list[Told]) -> list[str]:
    drawn, not_drawn = told
    assert drawn.keys() == not_drawn.keys()
    assert len(drawn) > 40
    return [path for path in drawn if drawn[path] != not_drawn[path]]


@pytest.mark.parametrize("login", ["town", "supervisor", "leader", "inspector"])
def test_drawn_or_not_is_the_same_to_them_byte_for_byte(worlds: Any, login: str) -> None:
    """Every page, API, header and cursor."""
    assert differing(worlds(login)) == []


@pytest.mark.parametrize("login", ["town", "supervisor"])
def test_what_two_more_say_is_the_same_to_them_byte_for_byte(worlds: Any, stage: Stage, login: str) -> None:
    assert differing(worlds(login, stage.two_more_say)) == []


def test_another_supervisor_does_meet_it(worlds: Any) -> None:
    """The same walk differs for those who are to look again, or it proves nothing."""
    paths = {path.rpartition("/")[0] or path for path in differing(worlds("supervisor2"))}
    assert {"/second-reviews"} <= paths


def rows_past_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A count that forgot whose the decision was."""
    real = waiting.WAITING["second_reviews"]

    def count(at: datetime) -> int:
        with past_the_rules():
            return real(at)

    monkeypatch.setitem(waiting.WAITING, "second_reviews", count)


def test_a_planted_count_past_the_rules_is_caught(worlds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_past_the_rules(monkeypatch)
    assert "/" in differing(worlds("supervisor"))


def test_a_planted_act_in_the_towns_stream_is_caught(
    worlds: Any, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.actions.places.of_second_review", places.of_town)
    assert "/api/v1/changes" in differing(worlds("town", stage.two_more_say))
