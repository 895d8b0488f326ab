"""Notices at the desk (消息): counted, listed with their words, opened once and read, nobody else's."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.actions.notice import tell_morning
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.notice import TELLS
from app.domain.people import SYSTEM
from app.domain.warning import Colour
from app.models import Journal, Notice, User
from app.queries.by_id import one
from workers import notice
from workers.deadline import remind


def tell_all(look: Any) -> None:
    """As the worker does."""
    with look(SYSTEM):
        for row in db.session.scalars(select(Journal).where(Journal.act.in_(TELLS))).all():
            notice.tell(str(row.id), now())
        db.session.commit()


@pytest.fixture
def told(case: Any, look: Any) -> UUID:
    """An order of one point was issued; gives the order."""
    order_id: UUID = case().ordered()
    tell_all(look)
    return order_id


def test_what_is_new_is_counted_and_listed_with_where_it_leads(desk: Any, told: UUID) -> None:
    town = desk("town")
    page = town.open("/notices")
    assert ("2 条未读" in page.text, "新督办单" in page.text, "梅城镇" in page.text) == (True, True, True)
    assert page.text.count("新 ") >= 2
    assert told


def test_opening_one_reads_it_and_leads_there(desk: Any, told: UUID) -> None:
    town = desk("town")
    forms = [form for form in town.open("/notices").forms if form.action.endswith("/open")]
    led = {town.send(form).location for form in forms}
    assert f"/orders/{told}" in led
    assert "都看过了" in town.open("/notices").text
    assert town.open("/notices?unread=1").text.count("没有消息") == 1


def test_all_are_read_at_once(desk: Any, told: UUID) -> None:
    town = desk("town")
    town.send(town.open("/notices").form_to("/notices/read"))
    assert "都看过了" in town.open("/notices").text
    assert [form for form in town.open("/notices").forms if form.action == "/notices/read"] == []


def test_nobody_opens_anothers(desk: Any, told: UUID, look: Any) -> None:
    with look(SYSTEM):
        ids = [str(it.id) for it in db.session.scalars(select(Notice)).all()]
    other = desk("town2")
    page = other.open("/notices")
    assert "没有消息" in page.text
    form = next(it for it in other.open("/me").forms if "csrf_token" in it.fields and "op_id" in it.fields)
    for notice_id in (*ids, str(uuid4()), "x"):
        form.action = f"/notices/{notice_id}/open"
        assert other.send(form).status_code == 404
    with look(SYSTEM):
        assert db.session.scalars(select(Notice).where(Notice.read_at.is_not(None))).all() == []


def test_a_morning_says_its_counts_and_leads_to_the_warnings(desk: Any, told: UUID, look: Any, world: Any) -> None:
    with look(SYSTEM):
        tell_morning(one(User, world.viewers["town"].user_id), local_day(now()), {Colour.RED: 2, Colour.BLUE: 1}, now())
        db.session.commit()
    town = desk("town")
    page = town.open("/notices")
    assert ("红 2" in page.text, "蓝 1" in page.text, "黄 0" in page.text) == (True, True, False)
    assert "/warnings" in {town.send(form).location for form in page.forms if form.action.endswith("/open")}


def test_the_words_of_a_return_are_read_there(desk: Any, case: Any, look: Any) -> None:
    made = case()
    made.answered()
    supervisor = desk("supervisor")
    page = supervisor.open(f"/findings/{made.finding_ids[0]}")
    supervisor.send(page.form(action="return"), note="角度不一样，看不出来")
    tell_all(look)
    assert "角度不一样，看不出来" in desk("town").open("/notices").text


def test_what_the_program_did_itself_is_said_to_be_its_own(desk: Any, told: UUID, look: Any) -> None:
    with look(SYSTEM):
        remind(str(told), now())
        db.session.commit()
    tell_all(look)
    assert ("还没有签收" in desk("town").open("/notices").text, "· 自动" in desk("town").open("/notices").text) == (
        True,
        True,
    )
