"""Notices on the wire (消息): in words, mine only, read once whatever is sent twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.notice import TELLS
from app.domain.people import SYSTEM
from app.models import Journal
from tests.phone import Phone
from workers import notice

Phones = Callable[[str], Phone]


@pytest.fixture
def told(point: str, look: Any) -> str:
    """The worker has told everybody of an order that was issued and signed."""
    with look(SYSTEM):
        for row in db.session.scalars(select(Journal).where(Journal.act.in_(TELLS))).all():
            notice.tell(str(row.id), now())
        db.session.commit()
    return point


def of(phones: Phones, who: str, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = phones(who).actor.get(f"/api/v1/notices{query}").get_json()
    return answer


def test_each_says_what_where_and_by_whom(told: str, phones: Phones) -> None:
    newest = next(it for it in of(phones, "town")["items"] if it["says"] == "新督办单")
    assert (newest["town"], newest["leads_to"]["noun"], newest["read"]) == ("梅城镇", "order", False)
    assert newest["who"] == "建德市美丽城镇建设工作专班"
    assert told


def test_reading_some_and_then_all(told: str, phones: Phones) -> None:
    town = phones("town").actor
    items = of(phones, "town")["items"]
    assert of(phones, "town")["unread"] == len(items) > 1
    first = {"ids": [items[0]["id"]]}
    for _ in range(2):  # an answer that was lost is asked for again
        assert town.post("/api/v1/notices/read", first).get_json() == {"unread": len(items) - 1}
    assert town.post("/api/v1/notices/read", {}).get_json() == {"unread": 0}
    assert of(phones, "town", "?unread=1")["items"] == []


def test_nobody_reads_anothers(told: str, phones: Phones) -> None:
    ids = [it["id"] for it in of(phones, "town")["items"]]
    other = phones("town2").actor
    assert of(phones, "town2") == {"items": [], "next": None, "unread": 0}
    assert other.post("/api/v1/notices/read", {"ids": [*ids, str(uuid4())]}).status_code == 200
    assert of(phones, "town")["unread"] == len(ids)


@pytest.mark.parametrize("body", [{"ids": ["x"]}, {"ids": "all"}, {"every": True}])
def test_a_body_that_says_something_else_is_refused(told: str, phones: Phones, body: dict[str, Any]) -> None:
    assert phones("town").actor.post("/api/v1/notices/read", body).status_code == 422
