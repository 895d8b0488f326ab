"""Warnings at the desk (督导预警): each colour counted and told why, the worst first, a town its own only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.actions.setting import put_setting
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Region
from app.queries.by_id import one
from tests import make
from workers import warning


@pytest.fixture
def warned(case: Any, look: Any, world: Any, clock: Callable[[datetime], None]) -> UUID:
    """An order of one point, a fortnight later: both overdue. Gives the order."""
    order_id: UUID = case().ordered()
    with look(SYSTEM):
        later = now() + timedelta(days=14)
    clock(later)
    with look(SYSTEM):
        warning.refresh(str(world.towns["梅城镇"]), now())
        db.session.commit()
    return order_id


@pytest.mark.parametrize("who", ["supervisor", "supervisor2", "leader", "town"])
def test_who_is_concerned_sees_it_in_words_with_its_reason(desk: Any, warned: UUID, who: str) -> None:
    page = desk(who).open("/warnings")
    assert ("红 · 逾期" in page.text, "黄 · 过半未反馈" in page.text) == (True, True)
    assert f"/orders/{warned}" in page.links
    assert page.text.rindex("红 · 逾期") < page.text.rindex("黄 · 过半未反馈")


LISTING = [
    ({}, "建议挂牌督办"),
    ({"warn_list_days": "5"}, "建议挂牌督办"),
    ({"warn_list_days": "6"}, "建议升为重点"),
    ({"warn_list_days": "6", "warn_list_returns": "0"}, "建议挂牌督办"),
    ({"warn_list_days": "6", "warn_list_returns": "1"}, "建议升为重点"),
]


@pytest.fixture
def said(world: make.World, look: Any, request: pytest.FixtureRequest) -> str:
    """The county sets those; gives what is to be suggested then."""
    settings, suggestion = request.param
    with look(SYSTEM):
        for key, value in settings.items():
            put_setting(one(Region, world.county_id), key, value, SYSTEM, now())
        db.session.commit()
    return str(suggestion)


@pytest.mark.parametrize("said", LISTING, indirect=True)
def test_when_listing_is_suggested_is_the_countys_setting(
    desk: Any, warned: UUID, said: str, look: Any, clock: Callable[[datetime], None]
) -> None:
    """Red for a week, so for five working days, and never returned."""
    with look(SYSTEM):
        week = now() + timedelta(days=7)
    clock(week)
    text = desk("supervisor").open("/warnings").text
    assert {it for it in ("建议升为重点", "建议挂牌督办") if it in text} == {said}


def test_another_town_sees_nothing(desk: Any, warned: UUID) -> None:
    page = desk("town2").open("/warnings")
    assert ("没有预警" in page.text, str(warned) in " ".join(page.links)) == (True, False)


def test_it_is_filtered_by_colour_reason_and_kind(desk: Any, warned: UUID) -> None:
    leader = desk("leader")
    assert f"/orders/{warned}" in leader.open("/warnings?colour=yellow").links
    assert f"/orders/{warned}" not in leader.open("/warnings?warned=finding").links
    assert "没有预警" in leader.open("/warnings?reason=returned").text
    assert leader.get("/warnings?colour=green").status_code == 422


def test_pages_go_on_after_the_last_row(desk: Any, warned: UUID) -> None:
    leader = desk("leader")
    seen, address = [], "/warnings?limit=1"
    while address:
        page = leader.open(address)
        seen.append(page.text.count("红 · 逾期") * 10 + page.text.count("黄 · 过半未反馈"))
        address = next((link for link in page.links if "after=" in link), "")
    assert len(seen) == 3  # the order's two, the point's one


def test_an_inspector_is_not_asked_in(desk: Any, warned: UUID) -> None:
    assert desk("inspector").get("/warnings").status_code == 403
