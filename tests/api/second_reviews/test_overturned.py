"""Overturning (改判): what becomes of the point, its order and its deadline (decision 16) when a third person finds the first one wrong.

Thursday the 12th of November 2026; the point is due on Friday at 18:00.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.deadline import set_due
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.actions.recheck import Wish, want
from app.db import db, now
from app.domain.deadline import Cause
from app.domain.people import SYSTEM
from app.domain.recheck import Why
from app.models import Finding, Order, Recheck, Review
from app.queries.by_id import one
from tests.second_look import WHY, answer_again, at, rows


def test_upheld_nothing_changes(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing()
    before = drawn.said("point.state", "point.version", "order.state")
    body = drawn.step(actor("supervisor3"), "uphold").get_json()
    assert body["state"] == "upheld"
    assert drawn.said("point.state", "point.version", "order.state") == before
    with look(SYSTEM):
        assert len(db.session.scalars(select(Review)).all()) == 1


def test_an_overturned_pass_goes_back_to_the_town_as_a_return_and_is_no_rebound(
    differing: Any, actor: Any, look: Any
) -> None:
    drawn = differing()
    assert drawn.said("point.state", "order.state") == ("closed", "closed")
    assert drawn.step(actor("supervisor3"), "overturn", note=WHY).get_json()["state"] == "overturned"
    state, rework, order, closed = drawn.said("point.state", "point.rework_count", "order.state", "order.closed_at")
    assert (state, rework, order, closed) == ("fixing", 1, "signed", None)
    told, kind = rows(look, "finding.unpass")[0]
    assert (told.body["note"], kind) == (WHY, "town")
    assert rows(look, "finding.rebound") == []
    with look(SYSTEM):
        both = db.session.scalars(select(Review).order_by(Review.overturns)).all()
        assert [(it.verdict, it.overturns, it.reviewed_by) for it in both] == [
            ("pass", False, drawn.world.viewers["supervisor"].user_id),
            ("return", True, drawn.world.viewers["supervisor3"].user_id),
        ]
        evidence = one(Finding, drawn.point).evidences[0]
        assert (evidence.state, evidence.review and evidence.review.verdict) == ("returned", "return")


def test_the_town_reads_the_reason_and_may_answer_again(differing: Any, actor: Any) -> None:
    drawn, town = differing(), actor("town")
    drawn.step(actor("supervisor3"), "overturn", note=WHY)
    body = town.get(f"/api/v1/findings/{drawn.point}").get_json()
    assert (body["state"], body["return_reason"]) == ("fixing", WHY)
    answer_again(drawn)
    assert drawn.said("point.state") == ("submitted",)


def test_an_overturned_return_closes_the_point_and_the_rework_never_was(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing("return")
    assert drawn.step(actor("supervisor3"), "overturn", note="照片是同一位置").get_json()["state"] == "overturned"
    state, rework, order = drawn.said("point.state", "point.rework_count", "order.state")
    assert (state, rework, order) == ("closed", 0, "closed")
    assert [kind for _, kind in rows(look, "finding.unreturn")] == ["town"]


def test_a_suspended_point_is_closed_too_if_its_return_is_overturned(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing("return")
    with look(SYSTEM):
        until = now().date() + timedelta(days=30)
        move = Move("suspend", drawn.world.viewers["supervisor"], now(), "等路面干", {"until": until})
        step_finding(one(Finding, drawn.point), move)
        db.session.commit()
    assert drawn.step(actor("supervisor3"), "overturn", note="到位了").status_code == 200
    assert drawn.said("point.state", "point.suspended_until", "point.stopped_at") == ("closed", None, None)


def test_of_an_archived_order_the_point_stays_and_the_row_says_why(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing()
    (order_id,) = drawn.said("point.order_id")
    with look(SYSTEM):
        step_order(one(Order, order_id), Move("archive", drawn.world.viewers["supervisor"], now()))
        db.session.commit()
    body = drawn.step(actor("supervisor3"), "overturn", note=WHY).get_json()
    assert (body["state"], body["because"]) == ("overturned", "archived")
    assert drawn.said("point.state", "point.rework_count", "order.state") == ("closed", 0, "archived")
    with look(SYSTEM):
        assert len(db.session.scalars(select(Review)).all()) == 1


@pytest.mark.parametrize(
    "times",
    [
        (at(12, 10), at(23, 19), at(25, 18)),  # the ends of two working days were left
        (at(13, 17), at(23, 10), at(24, 18)),  # of one, but one whole working day at least
        (at(13, 18), at(23, 10), at(13, 18)),  # late: it stays so
    ],
)
def test_the_deadline_is_that_of_a_return_at_the_third_decision(
    in_time: Any, two_more: Any, clock: Any, times: tuple[datetime, datetime, datetime]
) -> None:
    answered_at, overturned_at, due = times
    drawn = in_time("WS-03", answered_at)
    clock(overturned_at)
    two_more(drawn, "second_return")
    assert drawn.said("point.due_at", "point.state") == (due, "fixing")


def test_a_red_line_has_two_hours_at_least(in_time: Any, two_more: Any, clock: Any) -> None:
    drawn = in_time("AQ-01", at(13, 8) + timedelta(minutes=30))
    assert drawn.said("point.due_at") == (at(13, 9),)
    clock(at(23, 10))
    two_more(drawn, "second_return")
    assert drawn.said("point.due_at") == (at(23, 12),)


def test_time_gained_in_between_makes_no_late_answer_one_in_time(
    in_time: Any, two_more: Any, clock: Any, look: Any
) -> None:
    drawn = in_time("WS-03", at(13, 19), "return")
    clock(at(16, 9))
    with look(SYSTEM):
        extended = Move("due", drawn.world.viewers["supervisor"], now())
        set_due(one(Finding, drawn.point), at(30, 18), extended, Cause.EXTENSION)
        db.session.commit()
    two_more(drawn, "second_pass")
    assert drawn.said("point.state", "point.due_at") == ("closed", at(13, 18))


def test_an_overturned_return_gives_the_deadline_back_that_held_before_it(
    in_time: Any, two_more: Any, clock: Any
) -> None:
    drawn = in_time("WS-03", at(13, 17), "return")
    assert drawn.said("point.due_at") == (at(16, 18),)
    clock(at(16, 9))
    two_more(drawn, "second_pass")
    assert drawn.said("point.state", "point.due_at") == ("closed", at(13, 18))


def test_nobody_is_sent_to_look_again_at_a_point_that_is_open_again(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing()
    with look(SYSTEM):
        wish = Wish(Why.BY_HAND, now().date())
        recheck_id = want(one(Finding, drawn.point), wish, drawn.world.viewers["supervisor"], now()).id
        db.session.commit()
    drawn.step(actor("supervisor3"), "overturn", note=WHY)
    with look(SYSTEM):
        assert one(Recheck, str(recheck_id)).state == "dropped"
