"""How a point stood at a moment of the past (经过), told by its deadlines, acts and answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.calendar import SHANGHAI, Month
from app.domain.score.history import Act, Answer, History, is_unanswered, last_moment

NOVEMBER = Month(2026, 11)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def history(*acts: tuple[str, str], **different: Any) -> History:
    told = tuple(Act(f"act {place}", at(when), f"finding.{name}") for place, (when, name) in enumerate(acts))
    facts = {"finding_id": "f1", "due_at": at("11-20 18:00"), "was_due": (), "answers": ()} | different
    return History(acts=told, **facts)


def answer(received: str, **different: Any) -> Answer:
    return Answer(**({"received_at": at(received), "counts_at": at(received), "whole_at": at(received)} | different))


def test_before_its_clock_ran_a_point_stood_nowhere() -> None:
    assert history(was_due=((at("11-06 09:00"), None),)).standing(at("11-06 08:59")) is None


@pytest.mark.parametrize(("moment", "due"), [("11-09 08:59", "11-10 18:00"), ("11-09 09:00", "11-20 18:00")])
def test_the_deadline_is_the_one_of_that_moment(moment: str, due: str) -> None:
    standing = history(was_due=((at("11-09 09:00"), at("11-10 18:00")),)).standing(at(moment))
    assert standing is not None
    assert standing.due_at == at(due)


@pytest.mark.parametrize(("moment", "closed"), [("11-08 09:00", False), ("11-09 09:00", True), ("11-12 09:00", False)])
def test_a_point_is_closed_from_its_pass_to_its_rebound(moment: str, closed: bool) -> None:
    standing = history(("11-09 09:00", "pass"), ("11-12 09:00", "rebound")).standing(at(moment))
    assert standing is not None
    assert (standing.closed_at is not None) is closed


def test_a_closed_point_has_the_time_of_the_answer_decided_last() -> None:
    answers = (
        answer("11-07 09:00", reviewed_at=at("11-07 10:00")),
        answer("11-08 09:00", reviewed_at=at("11-09 09:00")),
    )
    standing = history(("11-09 09:00", "pass"), answers=answers).standing(at("11-10 09:00"))
    assert standing is not None
    assert standing.answered_at == at("11-08 09:00")


def test_an_open_point_has_the_time_of_the_first_answer_still_undecided() -> None:
    answers = (answer("11-07 09:00", reviewed_at=at("11-07 10:00")), answer("11-08 09:00"), answer("11-09 09:00"))
    standing = history(answers=answers).standing(at("11-10 09:00"))
    assert standing is not None
    assert standing.answered_at == at("11-08 09:00")


def test_an_answer_set_aside_later_still_stood_then() -> None:
    kept = answer("11-08 09:00", whole_at=at("11-09 09:00"), kept=True)
    assert [kept.stands(at(moment)) for moment in ("11-08 10:00", "11-09 09:00")] == [True, False]


def test_a_void_point_never_came_back() -> None:
    told = history(("11-09 09:00", "pass"), ("11-12 09:00", "rebound"), ("11-13 09:00", "void"))
    assert [len(list(told.rebounds(NOVEMBER, at(moment)))) for moment in ("11-12 10:00", "11-13 10:00")] == [1, 0]


def test_time_alone_changes_a_point_at_its_deadline_and_when_photos_are_given_up() -> None:
    told = history(answers=(answer("11-08 09:00", whole_at=None), answer("11-09 09:00")))
    assert list(told.instants()) == [at("11-20 18:00"), at("11-11 09:00")]


def test_an_order_does_not_wait_for_a_suspended_point() -> None:
    suspended = history(("11-09 09:00", "suspend"))
    assert [is_unanswered(points, NOVEMBER, at("11-21 09:00")) for points in ([history()], [suspended])] == [
        True,
        False,
    ]


def test_a_month_is_judged_at_its_end_or_now() -> None:
    assert last_moment(NOVEMBER, at("11-09 09:00")) == at("11-09 09:00")
    assert last_moment(NOVEMBER, at("12-09 09:00")) == NOVEMBER.end - timedelta(microseconds=1)
