"""A year's holidays arrive (节假日安排): open deadlines that ran without them get longer, never shorter, and say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.actions.arrangement import arrange
from app.db import now
from app.domain.arrangement import Arranged
from app.domain.calendar import SHANGHAI
from app.domain.people import SYSTEM
from app.domain.problems import Problem
from app.domain.reactions import LENGTHEN
from app.models import Region
from app.queries.by_id import one
from tests.score_grants import extend
from tests.score_stage import JOBS
from tests.score_story import Story

NEW_YEAR = Arranged(date(2027, 1, 1), works=False, name="元旦")
WORKED = Arranged(date(2027, 1, 2), works=True, name="元旦")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.fixture
def winter(story: Story) -> Story:
    return replace(story, jobs=(*JOBS, LENGTHEN))


def handed_over(story: Story, item: str = "SS-09", when: str = "2026-12-30 10:00") -> UUID:
    """A point of so many working days, told to its town before 2027 has a calendar."""
    seen = story.visit("12-29 09:00", (item, "1"))
    story.at(at(when), lambda: None)
    story.step(at(when), seen.findings[0], "hand_over", "inspector")  # type: ignore[arg-type]  # a moment of any year
    return seen.findings[0]


def take_in(story: Story, *days: Arranged, when: str = "2026-12-30 12:00", region: str = "浙江省") -> None:
    def act() -> None:
        row = story.ask("SELECT id FROM region WHERE name = %(name)s", name=region)[0]
        arrange(one(Region, row["id"]), days, SYSTEM, now())

    story.at(at(when), act)
    story.at(at(when), lambda: None)


def due(story: Story, point: UUID) -> datetime:
    found: datetime = story.ask("SELECT due_at FROM finding WHERE id = %(it)s", it=point)[0]["due_at"]
    return found.astimezone(SHANGHAI)


def causes(story: Story, point: UUID) -> list[str]:
    rows = story.ask("SELECT cause FROM deadline_change WHERE finding_id = %(it)s ORDER BY at, id", it=point)
    return [row["cause"] for row in rows]


def test_a_day_off_makes_it_a_day_longer(winter: Story) -> None:
    point = handed_over(winter)
    before = due(winter, point)
    take_in(winter, NEW_YEAR)
    assert before.date() < due(winter, point).date()
    assert causes(winter, point) == ["hand_over", "calendar"]


def test_a_weekend_that_is_worked_makes_it_no_shorter(winter: Story) -> None:
    point = handed_over(winter)
    before = due(winter, point)
    take_in(winter, WORKED)
    assert (due(winter, point), causes(winter, point)) == (before, ["hand_over"])


def test_what_a_person_granted_stays(winter: Story) -> None:
    point = handed_over(winter)
    extend(winter, at("2026-12-30 11:00"), point)  # type: ignore[arg-type]  # a moment of any year
    before = due(winter, point)
    take_in(winter, NEW_YEAR)
    assert (due(winter, point), causes(winter, point)) == (before, ["hand_over", "extension"])


def test_hours_that_run_day_and_night_do_not_care(winter: Story) -> None:
    point = handed_over(winter, "SS-02", "2026-12-31 23:00")
    before = due(winter, point)
    take_in(winter, NEW_YEAR, when="2026-12-31 23:10")
    assert due(winter, point) == before


def test_what_is_over_is_not_brought_back(winter: Story) -> None:
    point = handed_over(winter, "WS-03", "2026-12-29 10:00")
    take_in(winter, NEW_YEAR, when="2027-02-01 09:00")
    assert causes(winter, point) == ["hand_over"]


def test_a_county_of_its_own_troubles_nobody_else(winter: Story) -> None:
    point = handed_over(winter)
    before = due(winter, point)
    take_in(winter, NEW_YEAR, region="淳安县")
    assert due(winter, point) == before


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ((), "arrangement_of_one_year"),
        ((NEW_YEAR, Arranged(date(2028, 1, 1), works=False, name="元旦")), "arrangement_of_one_year"),
        ((Arranged(date(2026, 1, 1), works=False, name="元旦"),), "arrangement_known"),
    ],
)
def test_one_unknown_year_at_a_time(winter: Story, days: Sequence[Arranged], wrong: str) -> None:
    with pytest.raises(Problem) as refused:
        take_in(winter, *days)
    assert refused.value.code == wrong


def test_the_same_year_is_not_taken_in_twice(winter: Story) -> None:
    take_in(winter, NEW_YEAR)
    with pytest.raises(Problem):
        take_in(winter, WORKED)


@pytest.mark.parametrize(
    ("text", "said"),
    [("day,kind,holiday\n2027-01-01,off,元旦\n", "2027"), ("day,kind\n2027-13-01,off\n", "not day,kind,holiday")],
)
def test_it_comes_from_a_file(app: Flask, world: Any, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(text, encoding="utf-8")
    with app.app_context():
        told = app.test_cli_runner().invoke(args=["calendar", str(file)])
    assert said in told.output
