"""The list of scores at the desk (得分一览): towns ranked in their group; a town reads its own and no place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.db import db, now
from app.domain import chance
from app.domain.people import SYSTEM
from app.models import Score
from app.queries.rules import scheme_in_force
from tests import make
from tests.desk import Desk
from tests.pages.conftest import SignedIn

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def month_of(world: make.World, look: Any) -> Callable[..., None]:
    """`month_of(OCTOBER, 梅城镇="85.06", …)`: stored scores; figures are what the formula would leave beside them."""

    def made(month: date, **values: str | None) -> None:
        with look(SYSTEM):
            for town, value in values.items():
                db.session.add(_score(world, town, month, value))
            db.session.commit()

    return made


def _score(world: make.World, town: str, month: date, value: str | None) -> Score:
    return Score(
        id=chance.new_id(),
        county_id=world.county_id,
        town_id=world.towns[town],
        month=month,
        scheme_id=scheme_in_force(world.county_id, month).id,
        value=None if value is None else Decimal(value),
        band=None if value is None else "良好",
        figures={"due": "10", "on_time": "8"},
        facts_hash="0" * 64,
        code_version="1",
        computed_at=now(),
    )


def rows(desk: Desk, path: str) -> list[str]:
    """Rank and town of each row, as they stand."""
    body = desk.get(path).get_data(as_text=True)
    found = re.findall(r'<td class="num"><b>([^<]+)</b></td>\s*<td>(?:<a[^>]*>|<b>)([^<]+)<', body)
    return [f"{rank} {town}" for rank, town in found]


def test_towns_of_one_value_share_a_place(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="85.06", 寿昌镇="90", 大同镇="85.06", 乾潭镇="70")
    assert rows(desk("supervisor"), "/scores?month=2026-10")[:4] in (
        ["1 寿昌镇", "2 梅城镇", "2 大同镇", "4 乾潭镇"],
        ["1 寿昌镇", "2 大同镇", "2 梅城镇", "4 乾潭镇"],
    )


def test_a_town_nobody_visited_is_listed_without_a_place(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="85.06", 寿昌镇=None)
    page = desk("supervisor")
    assert "— 寿昌镇" in rows(page, "/scores?month=2026-10")
    assert "未检查" in page.open("/scores?month=2026-10").text


def test_a_group_of_two_is_listed_and_not_ranked(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 钦堂乡="88")
    supervisor = desk("supervisor")
    small = next(link for link in supervisor.open("/scores?month=2026-10").links if "%E4%B9%A1" in link)
    assert (rows(supervisor, small), "不足 3 个，只列分不排名" in supervisor.open(small).text) == ([], True)


def test_a_move_since_the_month_before_is_said(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="70", 寿昌镇="80", 大同镇="90")
    month_of(NOVEMBER, 梅城镇="95", 寿昌镇="80", 大同镇="90")
    text = desk("supervisor").open("/scores?month=2026-11").text
    assert ("升 2" in text, "降 1" in text) == (True, True)


def moves(desk: Desk, path: str) -> dict[str, str]:
    """Town -> what its row says of the month before."""
    body = desk.get(path).get_data(as_text=True)
    found = [re.findall(r">([^<>]+)<", row) for row in re.findall(r"<tr>(<td.*?)</tr>", body, re.DOTALL)]
    return {texts[1]: texts[-2] for row in found if (texts := [it.strip() for it in row if it.strip()])}


def test_a_place_that_was_kept_is_told_from_one_that_is_new(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="90", 寿昌镇="80", 大同镇="70")
    month_of(NOVEMBER, 梅城镇="95", 寿昌镇="75", 大同镇="85", 乾潭镇="60")
    shown = moves(desk("supervisor"), "/scores?month=2026-11")
    expected = {"梅城镇": "持平", "大同镇": "升 1", "寿昌镇": "降 1", "乾潭镇": "—"}
    assert {town: shown[town] for town in expected} == expected


def test_the_first_month_compares_with_nothing(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="90", 寿昌镇="80", 大同镇="70")
    shown = moves(desk("supervisor"), "/scores?month=2026-10")
    assert {shown[town] for town in ("梅城镇", "寿昌镇", "大同镇")} == {"—"}


@pytest.mark.parametrize(
    ("query", "month"), [("", "2026年11月"), ("?month=2026-11", "2026年11月"), ("?month=2026-10", "2026年10月")]
)
def test_the_filter_names_the_month_that_is_shown(
    desk: SignedIn, month_of: Callable[..., None], query: str, month: str
) -> None:
    month_of(OCTOBER, 梅城镇="70")
    month_of(NOVEMBER, 梅城镇="95")
    page = desk("supervisor").open(f"/scores{query}")
    assert (f"月份：{month}" in page.text, "全部" in page.text) == (True, False)


def test_a_town_sees_no_place_and_no_other_town(desk: SignedIn, month_of: Callable[..., None]) -> None:
    month_of(OCTOBER, 梅城镇="85.06", 寿昌镇="90", 大同镇="85.06")
    page = desk("town").open("/scores?month=2026-10")
    assert ("85.06" in page.text, "寿昌镇" in page.text, "90" in page.text, "名次" in page.text) == (
        True,
        False,
        False,
        False,
    )


def test_a_filter_that_is_none_is_refused(desk: SignedIn) -> None:
    assert desk("supervisor").get("/scores?month=October").status_code == 422


@pytest.mark.parametrize("login", ["inspector", "sysadmin", "auditor"])
def test_who_has_no_scores_may_not_ask(desk: SignedIn, login: str) -> None:
    assert desk(login).get("/scores").status_code == 403
