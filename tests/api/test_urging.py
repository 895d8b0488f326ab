"""Urging (催办): an act in the town's log with its words, once a day, that changes neither state, deadline nor score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.domain.reactions import TELL
from app.models import DeadlineChange, Due, Finding, Journal
from app.queries.by_id import one
from tests.asking import NOW
from tests.phone import Phone

Phones = Callable[[str], Phone]
WORDS = "明天市里来看，今晚前弄好"


@pytest.fixture
def order(point: str, look: Any) -> str:
    with look(SYSTEM):
        return str(one(Finding, point).order_id)


@pytest.mark.parametrize("noun", ["findings", "orders"])
def test_the_town_reads_the_words_and_nothing_else_has_changed(
    point: str, order: str, phones: Phones, look: Any, noun: str
) -> None:
    subject = {"findings": point, "orders": order}[noun]
    town, before = phones("town").actor, counted(look)
    stood = town.get(f"/api/v1/{noun}/{subject}").get_json()
    said = phones("supervisor").actor.post(f"/api/v1/{noun}/{subject}/steps", {"action": "urge", "note": WORDS})
    assert said.status_code == 200
    told = town.get(f"/api/v1/{noun}/{subject}").get_json()
    assert (told["urged_at"], told["urged_for"]) == (NOW.isoformat(), WORDS)
    assert {**told, "urged_at": None, "urged_for": "", "version": 0} == {**stood, "version": 0}
    assert counted(look) == before
    with look(SYSTEM):
        act = f"{noun.removesuffix('s')}.urge"
        assert [row.body["note"] for row in db.session.scalars(select(Journal).where(Journal.act == act))] == [WORDS]


def counted(look: Any) -> tuple[int, int]:
    """Changes of deadlines, and jobs besides the one that tells people of it."""
    with look(SYSTEM):
        return len(db.session.scalars(select(DeadlineChange.id)).all()), len(
            db.session.scalars(select(Due.id).where(Due.job != TELL)).all()
        )


def test_it_comes_with_the_feed_of_the_town(point: str, phones: Phones) -> None:
    town = phones("town").actor
    cursor = town.get("/api/v1/changes").get_json()["cursor"]
    phones("supervisor").actor.post(f"/api/v1/findings/{point}/steps", {"action": "urge", "note": WORDS})
    items = town.get(f"/api/v1/changes?cursor={cursor}").get_json()["items"]
    assert [(it["id"], it["body"]["urged_for"]) for it in items] == [(point, WORDS)]


def test_once_a_day_by_chinas_clocks(point: str, phones: Phones, clock: Callable[[datetime], None]) -> None:
    def urged() -> tuple[int, str | None]:
        path = f"/api/v1/findings/{point}/steps"
        answer = phones("supervisor").actor.post(path, {"action": "urge", "note": WORDS})
        return answer.status_code, answer.get_json().get("type")

    assert urged()[0] == 200
    clock(datetime(2026, 11, 12, 15, 59, tzinfo=UTC))
    assert urged() == (422, "urged_today")
    clock(datetime(2026, 11, 12, 16, 0, tzinfo=UTC))
    assert urged()[0] == 200


@pytest.mark.parametrize(("who", "status"), [("town", 403), ("leader", 403), ("inspector", 403)])
def test_only_the_office_urges(point: str, phones: Phones, who: str, status: int) -> None:
    answer = phones(who).actor.post(f"/api/v1/findings/{point}/steps", {"action": "urge", "note": WORDS})
    assert answer.status_code == status


def test_it_wants_words(point: str, phones: Phones) -> None:
    answer = phones("supervisor").actor.post(f"/api/v1/findings/{point}/steps", {"action": "urge"})
    assert (answer.status_code, answer.get_json()["type"]) == (422, "reason_missing")
