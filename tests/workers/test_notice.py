"""Notices (消息) by the worker: each act once per person, never to who may not read it, and one count a working morning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.notice import TELLS
from app.domain.people import Role, UnitKind
from app.domain.reactions import DIGEST, TELL, WARN
from app.models import Journal, Region
from app.queries.by_id import one
from tests import make
from tests.score_grants import extend
from tests.score_stage import JOBS
from tests.score_story import Story
from workers import notice
from workers.morning import good_morning


@pytest.fixture
def telling(story: Story) -> Story:
    return replace(story, jobs=(*JOBS, WARN, TELL))


@pytest.fixture
def hears(telling: Story) -> Callable[[str], list[str]]:
    """The acts that the person of that login has heard of, in order."""
    sql = (
        "SELECT j.act FROM notice n JOIN journal j ON j.id = n.journal_id WHERE n.user_id = %(it)s ORDER BY n.at, j.id"
    )
    return lambda login: [row["act"] for row in telling.ask(sql, it=telling.world.viewers[login].user_id)]


def ordered(story: Story) -> tuple[UUID, UUID]:
    """Issued on Friday the 6th, due on Monday the 9th at 18:00."""
    seen = story.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    order_id = story.ordered("11-06 09:00", *seen.findings)
    return seen.findings[0], order_id


def test_the_life_of_a_point_is_told_to_each_side(telling: Story, hears: Callable[[str], list[str]]) -> None:
    point, _ = ordered(telling)
    telling.answer("11-06 10:00", point)
    telling.step("11-06 11:00", point, "return")
    extend(telling, "11-06 12:00", point)
    telling.answer("11-06 13:00", point)
    telling.step("11-06 14:00", point, "pass")
    telling.at("11-06 15:00", lambda: None)
    town = [
        "round.release",
        "order.issue",
        "finding.return",
        "order.warn",
        "request.grant",
        "finding.pass",
        "order.close",
    ]
    assert sorted(hears("town")) == sorted(town)  # a return and its warning are of one moment
    assert hears("supervisor2") == [
        "order.sign",
        "finding.submit",
        "order.warn",
        "request.make",
        "finding.submit",
        "order.close",
    ]
    assert (hears("town2"), hears("inspector"), hears("leader")) == ([], ["round.open"], [])


def test_whoever_did_it_hears_nothing_of_it(telling: Story, hears: Callable[[str], list[str]]) -> None:
    ordered(telling)
    telling.at("11-06 15:00", lambda: None)
    assert "order.issue" not in hears("supervisor")
    assert hears("supervisor") == ["order.sign"]


def test_red_reaches_the_leaders_and_blue_does_not(telling: Story, hears: Callable[[str], list[str]]) -> None:
    ordered(telling)
    telling.at("11-06 19:00", lambda: None)
    assert (hears("town")[-1], hears("leader")) == ("order.warn", [])
    telling.at("11-09 18:00", lambda: None)
    assert hears("leader") == ["order.warn"]
    assert hears("supervisor2").count("order.warn") == 2  # yellow and red


def test_an_overdue_point_without_an_order_is_told_by_itself(telling: Story, hears: Callable[[str], list[str]]) -> None:
    seen = telling.visit("11-03 09:00", ("WS-03", "1"))
    telling.step("11-06 09:00", seen.findings[0], "hand_over", "inspector")
    telling.at("11-09 18:00", lambda: None)
    assert hears("leader") == ["finding.overdue"]
    assert hears("town") == ["finding.hand_over", "finding.warn", "finding.overdue"]


def test_a_killed_and_repeated_worker_tells_once(telling: Story, hears: Callable[[str], list[str]]) -> None:
    ordered(telling)
    telling.at("11-06 15:00", lambda: None)
    before = hears("town"), hears("supervisor"), hears("supervisor2")

    def again() -> None:
        for row in db.session.scalars(select(Journal).where(Journal.act.in_(TELLS))).all():
            notice.tell(str(row.id), now())

    telling.commit(again)
    telling.commit(again)
    assert (hears("town"), hears("supervisor"), hears("supervisor2")) == before


def test_of_a_secret_round_only_its_members_hear(telling: Story, hears: Callable[[str], list[str]]) -> None:
    """It opens for its inspectors on the eve; handing over one point tells its town of that point."""
    telling.jobs = (*telling.jobs, "workers.plan.open_eve")
    seen = telling.visit("11-03 09:00", ("WS-03", "1"), ("WS-01", "1"))
    telling.at("11-04 09:00", lambda: None)
    assert hears("inspector") == ["round.open"]
    assert [hears(who) for who in ("town", "town2", "supervisor2", "leader", "inspector2")] == [[]] * 5
    telling.step("11-06 09:00", seen.findings[0], "hand_over", "inspector")
    telling.at("11-06 09:01", lambda: None)
    assert hears("town") == ["finding.hand_over"]


def test_a_voided_draft_is_the_countys_own(telling: Story, hears: Callable[[str], list[str]]) -> None:
    """The same act is told of an issued order, for then its town may read it."""
    seen = telling.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    order_id = telling.order("11-06 09:00", *seen.findings)
    telling.void_order("11-06 10:00", order_id)
    telling.at("11-06 10:01", lambda: None)
    assert "order.void" in hears("town")


def test_the_unit_that_answers_instead_hears_of_its_point(telling: Story, hears: Callable[[str], list[str]]) -> None:
    def make_department() -> UUID:
        county = one(Region, telling.world.county_id)
        unit = make.make_unit("建德市交通运输局", UnitKind.DEPARTMENT, county)
        telling.world.viewers["department"] = make.make_person("department", Role.DEPARTMENT, unit, county)
        return unit.id

    point, _ = ordered(telling)
    unit_id = telling.commit(make_department)
    telling.step("11-06 11:00", point, "direct", unit_id=unit_id)
    telling.step("11-06 11:30", point, "urge")
    telling.at("11-06 12:00", lambda: None)
    assert hears("department") == ["finding.direct", "finding.urge"]


MORNING = """SELECT count(*) AS n, min(told ->> 'blue') AS blue, min(told ->> 'red') AS red FROM notice
             WHERE journal_id IS NULL AND user_id = %(it)s"""


def morning(story: Story, when: str, login: str) -> tuple[Any, ...]:
    story.at(when, lambda: good_morning(now()))
    story.at(when, lambda: None)
    (row,) = story.ask(MORNING, it=story.world.viewers[login].user_id)
    return row["n"], row["blue"], row["red"]


def test_the_morning_is_counted_once_on_a_working_day(telling: Story) -> None:
    telling.jobs = (*telling.jobs, DIGEST)
    ordered(telling)
    assert morning(telling, "11-07 09:00", "town") == (0, None, None)  # a Saturday
    assert morning(telling, "11-09 08:29", "town") == (0, None, None)
    assert morning(telling, "11-09 08:30", "town") == (
        1,
        "1",
        "0",
    )  # the point; its order is yellow: no answer at half time
    assert morning(telling, "11-09 10:00", "town")[0] == 1
    assert morning(telling, "11-10 08:31", "leader")[0] == 2
    assert morning(telling, "11-10 08:31", "town2")[0] == 0  # nobody is told that nothing stands


def test_a_repeated_digest_is_one_notice(telling: Story) -> None:
    telling.jobs = (*telling.jobs, DIGEST)
    ordered(telling)
    morning(telling, "11-09 08:30", "town")
    telling.commit(lambda: notice.digest(f"{telling.world.county_id}:2026-11-09", now()))
    assert morning(telling, "11-09 08:40", "town")[0] == 1
