"""Lists at the desk (列表): filters in the address, pages by the last row seen, unknown words refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding
from app.queries.by_id import one
from tests.desk import Desk, Page

REFUSED = ["colour=red", "state=broken", "town=1", "after=1", "dimension=ws", "overdue=perhaps", "limit=0"]


def rows(page: Page) -> list[str]:
    return [link.split("/")[-1] for link in page.links if link.startswith("/findings/")]


def walked(desk: Desk, path: str) -> list[str]:
    """All rows of all pages, in order."""
    page = desk.open(path)
    following = [link for link in page.links if "after=" in link]
    return rows(page) + (walked(desk, following[0]) if following else [])


def test_the_pager_shows_every_point_exactly_once(desk: Any, case: Any) -> None:
    made = case(7)
    seen = walked(desk("supervisor"), "/findings?limit=3")
    assert sorted(seen) == sorted(str(it) for it in made.finding_ids)


def test_what_presses_comes_first_and_what_is_ended_last(desk: Any, case: Any, look: Any) -> None:
    made = case(4)
    calm, handed, urgent, void = (f"/findings/{it}" for it in made.finding_ids)
    supervisor = desk("supervisor")
    supervisor.press(void, "void", note="重复")
    supervisor.press(handed, "hand_over")
    with look(SYSTEM):
        earlier = Move("hand_over", made.world.viewers["supervisor"], now() - timedelta(days=9))
        step_finding(one(Finding, made.finding_ids[2]), earlier)
        db.session.commit()
    order = [f"/findings/{it}" for it in walked(supervisor, "/findings?limit=2")]
    assert order == [urgent, handed, calm, void]


def test_a_filter_counts_what_it_shows(desk: Any, case: Any) -> None:
    made, supervisor = case(3), desk("supervisor")
    supervisor.press(f"/findings/{made.finding_ids[0]}", "confirm")
    page = supervisor.open("/findings?state=found")
    assert (len(rows(page)), "2 处" in page.text) == (2, True)


@pytest.mark.parametrize("query", REFUSED)
def test_a_filter_we_do_not_know_is_refused_by_name(desk: Any, query: str) -> None:
    answer = desk("supervisor").get(f"/findings?{query}")
    assert (answer.status_code, query.split("=", maxsplit=1)[0] in Page(answer).text) == (422, True)


def test_going_on_after_a_hidden_point_is_like_after_one_that_never_was(desk: Any, case: Any) -> None:
    hidden, town = case().finding_ids[0], desk("town")
    answers = [Page(town.get(f"/findings?after={it}")) for it in (hidden, uuid4())]
    assert {answer.status for answer in answers} == {422}


def test_a_filter_offers_only_what_occurs(desk: Any, case: Any) -> None:
    case(1).released()
    supervisor, town = desk("supervisor"), desk("town2")
    choices = supervisor.open("/findings").links + town.open("/findings").links
    assert [link for link in choices if "state=" in link or "town=" in link] == []
