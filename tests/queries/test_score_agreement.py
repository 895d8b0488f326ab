"""Months of acts drawn by chance (随机月份): the program's facts are the clerk's, step by step is all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from app.actions.selfcheck import Checked, record_self_check
from app.actions.upload import complete
from app.db import db, now
from app.domain.calendar import Month, local_day
from app.domain.chance import new_id
from app.domain.problems import Problem
from app.domain.round import RoundKind
from app.domain.score import TownMonth, facts_hash
from app.models import BlobHolder
from tests.make import hold, photo
from tests.score_grants import direct, extend
from tests.score_overturned import all_are_drawn, overturn
from tests.score_story import Story, beijing

ITEMS = ("WS-03", "WS-01", "WS-02", "CK-01", "DZ-07", "SS-02")
MONTHS = ("2026-10", "2026-11", "2026-12")
STEPS = {
    "fixing": ("answer", "answer", "answer", "without", "accept", "suspend", "extend", "direct", "void", "overturn"),
    "submitted": ("pass", "pass", "return"),
    "closed": ("nothing", "rebound", "overturn"),
    "suspended": ("resume", "nothing", "overturn"),
    "confirmed": ("order",),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("number", range(40 if metafunc.config.getoption("--long") else 3))


def test_every_month_agrees_with_the_clerk(story: Story, number: int) -> None:
    all_are_drawn(story)
    walk = Walk(story, Random(number))  # noqa: S311 - drawn, not guessed
    walk.go()
    for month in MONTHS:
        facts, copied = story.facts(walk.now, month), story.clerk(walk.now, month)
        assert as_plain(facts) == in_order(copied), month
        assert walk.stored(month) == facts_hash(facts), month


class Walk:
    """Acts on one town from October to December; what the tables refuse is left out."""

    def __init__(self, story: Story, chance: Random) -> None:
        self.story, self.chance = story, chance
        self.at = beijing("10-08 09:00")
        self.points: list[UUID] = []
        self.hidden: list[Any] = []
        self.streets: dict[str, list[UUID]] = {}  # by the name of their photo

    @property
    def now(self) -> str:
        return f"{self.at:%m-%d %H:%M:%S}"

    def go(self) -> None:
        """About ten weeks."""
        while self.at < beijing("12-20 00:00"):
            self.at += timedelta(minutes=self.chance.randrange(20, 60 * 40))
            self._try(
                self.chance.choice(
                    (self._visit, self._release, self._step, self._step, self._step, self._enter, self._self_check)
                )
            )
        self.story.work(self.at)

    def stored(self, month: str) -> str | None:
        rows = self.story.ask(
            "SELECT facts_hash FROM score WHERE town_id = %(town)s AND month = %(month)s ORDER BY computed_at",
            town=self.story.town_id,
            month=Month.parse(month).first_day,
        )
        return rows[-1]["facts_hash"] if rows else None

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Problem:
            self.at += timedelta(minutes=1)

    def _visit(self) -> None:
        found = [(self.chance.choice(ITEMS), str(self.chance.randrange(1, 9))) for _ in range(self.chance.randrange(4))]
        kind = self.chance.choice(list(RoundKind))
        self.hidden.append(self.story.visit(self.now, *found, kind=kind))

    def _release(self) -> None:
        if self.hidden:
            seen = self.hidden.pop(self.chance.randrange(len(self.hidden)))
            self.story.release(self.now, seen)
            self.points += seen.findings
            self.at += timedelta(minutes=5)
            self._order(seen.findings)

    def _order(self, points: list[UUID]) -> None:
        """Now and then nobody signs it."""
        if points:
            order = self.story.order(self.now, *points)
            self._sign_or_void(order)

    def _sign_or_void(self, order: UUID) -> None:
        self.at += timedelta(minutes=self.chance.randrange(1, 600))
        fate = self.chance.random()
        if fate < 0.7:
            self.story.sign(self.now, order)
        elif fate < 0.8:
            self.story.void_order(self.now, order)

    def _step(self) -> None:
        """One of those that the point's state allows."""
        if self.points:
            point = self.chance.choice(self.points)
            (row,) = self.story.ask("SELECT state FROM finding WHERE id = %(id)s", id=point)
            self._do(self.chance.choice(STEPS.get(row["state"], ("nothing",))), point)

    def _do(self, step: str, point: UUID) -> None:
        own = {"answer": self._answer, "without": self._without, "accept": self._accept, "order": self._order_again}
        own |= {"extend": self._extend, "direct": self._direct, "overturn": self._overturn}
        if step in own:
            own[step](point)
        elif step == "suspend":
            self.story.step(
                self.now, point, step, until=local_day(self.at + timedelta(days=self.chance.randrange(2, 60)))
            )
        elif step != "nothing":
            self.story.step(self.now, point, step)

    def _answer(self, point: UUID) -> None:
        self.story.answer(self.now, point)

    def _without(self, point: UUID) -> None:
        """Its photo comes days later, or never."""
        evidence = self.story.answer(self.now, point, photo(f"late {self.at}", role="after"))
        self.at += timedelta(hours=self.chance.randrange(1, 100))
        if self.chance.random() < 0.6:
            self.story.photo_comes(self.now, evidence)

    def _accept(self, point: UUID) -> None:
        """It came up to six weeks ago and was kept; a person accepts it now."""
        came = self.at - timedelta(hours=self.chance.randrange(1, 1000))
        self.story.answer(self.now, point, received_at=came)

    def _extend(self, point: UUID) -> None:
        extend(self.story, self.now, point)

    def _overturn(self, point: UUID) -> None:
        overturn(self.story, self.now, point)

    def _direct(self, point: UUID) -> None:
        direct(self.story, self.now, point)

    def _order_again(self, point: UUID) -> None:
        self._order([point])

    def _enter(self) -> None:
        month = self.chance.choice([month for month in MONTHS if Month.parse(month) <= Month.of(self.at)])
        self.story.enter(
            self.now, self.chance.choice(("rules_on_file", "praised_by_city", "listed_supervision")), month
        )

    def _self_check(self) -> None:
        """Made up to four days ago; its photo comes hours later, or never, and may be that of an earlier one."""
        streets = self.chance.choice((f"street {self.at}", *list(self.streets)[-1:]))
        taken, made_at = (photo(streets, role="selfcheck"), self.at - timedelta(hours=self.chance.randrange(100)))
        check, seen_at = new_id(), self.chance.choice((None, made_at + timedelta(hours=self.chance.randrange(-9, 3))))
        town, same = self.story.viewer("town"), self.streets.setdefault(streets, [])
        same.append(check)

        def act() -> None:
            said = Checked(check, "WS", [], True, "", None, made_at, seen_at, now(), (taken,))
            record_self_check(said, town, now())

        def comes() -> None:
            if db.session.get(BlobHolder, (taken.sha256, town.user_id)) is None:
                hold(taken, town)
                complete(same, now())

        self.story.at(self.now, act)
        self.at += timedelta(hours=self.chance.randrange(1, 100))
        if self.chance.random() < 0.7:
            self.story.at(self.now, comes)


def as_plain(facts: TownMonth) -> dict[str, Any]:
    """The facts as the clerk writes them down."""
    plain: Any = facts.plain()
    return {part: plain[part] for part in ("visits", "points", "signings", "self_checks", "entries")}


def in_order(copied: dict[str, Any]) -> dict[str, Any]:
    """His lists by id."""
    for visit in copied["visits"]:
        visit["findings"].sort(key=_key)
    return {part: sorted(lines, key=_key) if isinstance(lines, list) else lines for part, lines in copied.items()}


def _key(line: dict[str, Any]) -> str:
    return str(line.get("id") or line.get("finding_id") or line.get("order_id"))
