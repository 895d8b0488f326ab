"""待安排 on pages: a deadline in a year whose holidays are not announced says so, until they are or a person names the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.arrangement import arrange
from app.actions.order import step_order
from app.actions.request import Asked, make_request, step_request
from app.db import db, now
from app.domain.arrangement import Arranged
from app.domain.calendar import SHANGHAI
from app.domain.chance import new_id
from app.domain.people import SYSTEM
from app.domain.request import RequestKind
from app.models import Finding, Order, Region
from app.queries.by_id import one
from app.queries.clock import latest_day
from tests import make

YEARS_END = datetime(2026, 12, 31, 15, tzinfo=SHANGHAI)  # one working day more is in a year without a calendar
MARK, NOTE = "待安排", "公布后期限只延后、不提前"


@pytest.fixture
def issued(case: Callable[..., Any], clock: Callable[[datetime], None]) -> tuple[UUID, UUID]:
    """(order, its one point)."""
    clock(YEARS_END)
    made = case()
    return made.ordered(), made.finding_ids[0]


def marked(desk: Any, issued: tuple[UUID, UUID]) -> dict[str, bool]:
    """Where it is marked: on the point's page, the order's, and the paper, which says what it means."""
    supervisor, (order_id, point) = desk("supervisor"), issued
    paper = supervisor.open(f"/orders/{order_id}/print").text
    assert (MARK in paper) == (NOTE in paper)
    texts = {"point": f"/findings/{point}", "order": f"/orders/{order_id}"}
    return {name: MARK in supervisor.open(path).text for name, path in texts.items()} | {"paper": MARK in paper}


def everywhere(*, said: bool) -> dict[str, bool]:
    return {"point": said, "order": said, "paper": said}


def test_a_deadline_in_a_year_without_a_calendar_is_marked(desk: Any, issued: tuple[UUID, UUID]) -> None:
    assert marked(desk, issued) == everywhere(said=True)


def test_its_town_reads_the_mark_too(desk: Any, issued: tuple[UUID, UUID]) -> None:
    assert MARK in desk("town").open(f"/orders/{issued[0]}").text


def test_a_deadline_within_the_year_is_not_marked(desk: Any, case: Any, clock: Any) -> None:
    clock(YEARS_END.replace(day=29))
    made = case()
    assert marked(desk, (made.ordered(), made.finding_ids[0])) == everywhere(said=False)


def test_once_the_calendar_has_come_it_is_marked_no_longer(desk: Any, look: Any, issued: tuple[UUID, UUID]) -> None:
    with look(SYSTEM):
        province = db.session.scalars(select(Region).where(Region.level == "province")).one()
        arrange(province, [Arranged(date(2027, 1, 1), works=False, name="元旦")], SYSTEM, now())
        db.session.commit()
    assert marked(desk, issued) == everywhere(said=False)


def test_a_day_that_a_person_granted_is_not_marked(
    desk: Any, look: Any, clock: Any, world: make.World, issued: tuple[UUID, UUID]
) -> None:
    clock(YEARS_END.replace(hour=16))
    with look(SYSTEM):
        step_order(one(Order, issued[0]), Move("sign", world.viewers["town"], now()))
        finding = one(Finding, issued[1])
        wish = Asked(new_id(), RequestKind.EXTENSION, "下雨", latest_day(finding), "", now(), None, now(), ())
        make_request(finding, wish, world.viewers["town"], now())
        step_request(finding.requests[-1], Move("grant", world.viewers["supervisor"], now()))
        db.session.commit()
    assert marked(desk, issued) == everywhere(said=False)


def test_a_point_that_is_done_is_not_marked(desk: Any, look: Any, case: Any, clock: Any) -> None:
    clock(YEARS_END)
    made = case()
    order_id = made.answered()
    desk("supervisor").press("/reviews", "pass")
    assert marked(desk, (order_id, made.finding_ids[0])) == everywhere(said=False)
