"""Workbench (工作台): every number on it is exactly the count of the list it opens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding
from app.queries.by_id import one
from tests.desk import Desk

TILE = re.compile(r'<a class="card tile[^"]*" href="([^"]+)">.*?<b class="fig">(\d+)<', re.DOTALL)
COUNT = re.compile(r'<span class="mut">(\d+) (?:处|份|条)')


def tiles(desk: Desk) -> dict[str, int]:
    page = desk.get("/").get_data(as_text=True)
    return {url.replace("&amp;", "&"): int(figure) for url, figure in TILE.findall(page)}


def counted(desk: Desk, url: str) -> int:
    """The number that the list itself says beside its title."""
    page = desk.client.get(url, follow_redirects=True).get_data(as_text=True)
    found = COUNT.search(page)
    return int(found[1]) if found else 0


@pytest.fixture
def busy(case: Any, look: Any) -> Any:
    """Something of everything: answered, overdue, found, in an unsigned order."""
    case(2).answered()
    overdue, _unsigned = case(2).released(), case(1).ordered()
    with look(SYSTEM):
        long_ago = Move("hand_over", overdue.world.viewers["supervisor"], now() - timedelta(days=30))
        step_finding(one(Finding, overdue.finding_ids[0]), long_ago)
        db.session.commit()
    return case(3)


@pytest.mark.parametrize(
    ("login", "figures"),
    [("supervisor", [2, 3, 0, 0, 0, 1]), ("leader", [1, 1]), ("town", [1, 1, 1]), ("town2", [0, 0, 0])],
)
def test_each_tile_counts_what_its_list_shows(desk: Any, busy: Any, login: str, figures: list[int]) -> None:
    person = desk(login)
    shown = tiles(person)
    assert list(shown.values()) == figures
    assert {url: counted(person, url) for url in shown} == shown


def test_the_one_filled_button_leads_to_the_first_thing_that_waits(desk: Any, busy: Any) -> None:
    assert "开始核查 2 处" in desk("supervisor").open("/").text
    assert "去签收 1 份" in desk("town").open("/").text


def test_what_is_overdue_is_on_top_with_its_working_days(desk: Any, busy: Any) -> None:
    page = desk("town").open("/")
    assert re.search(r"哪些最急 逾期 1 .*?逾期 [12]\d 天", page.text)


def test_who_has_no_cases_is_led_to_their_own_things(desk: Any) -> None:
    assert desk("auditor").get("/").location == "/me"


def test_a_look_is_kept_on_this_device_and_leads_back_to_a_path_of_ours(desk: Any) -> None:
    town = desk("town")
    answer = town.client.post("/look", data={"theme": "dark", "large": "on", "back": "/findings"})
    assert (answer.status_code, answer.location) == (303, "/findings")
    assert 'data-theme="dark" data-type="large"' in town.get("/findings").get_data(as_text=True)
    assert town.client.post("/look", data={"back": "https://evil.example/"}).location == "/"
