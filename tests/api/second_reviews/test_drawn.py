"""Blind second reviews (盲审): which decisions are drawn, and what a second person makes of them who does not know the first."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.db import db, now
from app.domain.people import SYSTEM
from app.domain.second_review import is_drawn
from app.models import Due, SecondReview
from tests import make
from tests.second_look import WHY, answer_again, answered, decide, drawing, rows
from workers.run import claim
from workers.second_review import let_go


def test_every_decision_draws_and_the_internal_stream_keeps_what_it_takes_to_draw_again(
    world: make.World, look: Any, actor: Any
) -> None:
    drawing(world, look, passes=0, returns=100)
    decide(answered(world, look), actor("supervisor"), "pass")
    decide(answered(world, look), actor("supervisor"), "return")
    draws = rows(look, "second_review.draw")
    assert [(row.body["drawn"], row.body["percent"], kind, row.user_id) for row, kind in draws] == [
        (0, 0, "cases", None),
        (1, 100, "cases", None),
    ]
    again = [is_drawn(row.body["seed"], row.body["evidence"], row.body["percent"]) for row, _ in draws]
    assert again == [False, True]
    with look(SYSTEM):
        assert db.session.scalars(select(SecondReview.first_verdict)).all() == ["return"]


def test_a_red_line_has_its_own_share(world: make.World, look: Any, actor: Any) -> None:
    drawing(world, look, passes=0, red_line_passes=100)
    drawn = [decide(answered(world, look, item), actor("supervisor")) for item in ("WS-03", "AQ-01")]
    assert [it.id is not None for it in drawn] == [False, True]
    assert drawn[1].said("point.red_line") == (True,)


def test_what_is_refused_draws_nothing(case: Any, actor: Any, look: Any) -> None:
    drawn = case()
    assert actor("supervisor2").post(f"/api/v1/findings/{drawn.point}/steps", {"action": "pass"}).status_code == 409
    assert len(rows(look, "second_review.draw")) == 1


# ---- agreeing, differing


@pytest.mark.parametrize("action", ["pass", "return"])
def test_agreement_changes_nothing(case: Any, actor: Any, action: str) -> None:
    drawn = case(action)
    names = ("point.state", "point.rework_count", "point.due_at", "point.version", "order.state")
    before = drawn.said(*names)
    body = drawn.step(actor("supervisor2"), f"second_{action}", note=WHY).get_json()
    assert (body["state"], body["first"], body["second"], body["offered"]) == ("agreed", action, action, [])
    assert drawn.said(*names) == before


@pytest.mark.parametrize("action", ["pass", "return"])
def test_until_a_third_decides_the_first_decision_holds(differing: Any, action: str) -> None:
    drawn = differing(action)
    assert drawn.said("point.state") == ("closed" if action == "pass" else "fixing",)


def test_before_the_second_decision_its_body_tells_nothing_of_the_first(case: Any, actor: Any, look: Any) -> None:
    told = []
    for action in ("pass", "return"):
        drawn = case(action)
        refused = drawn.step(actor("supervisor2"), "second_return")
        assert (refused.status_code, refused.get_json()["type"]) == (422, "reason_missing")
        told.append({k: v for k, v in refused.get_json().items() if k not in {"instance"}})
    assert told[0] == told[1]


def work(look: Any, job: str = "workers.second_review.let_go") -> int:
    """What the worker does of it by now."""
    with look(SYSTEM):
        keys = set(db.session.scalars(select(Due.key).where(Due.job == job, Due.done_at.is_(None))))
    for key in keys:
        with look(SYSTEM):
            assert claim(job, key)
            let_go(key, now())
            db.session.commit()
    return len(keys)


@pytest.mark.parametrize("way", [("return", "void", "void"), ("pass", "rebound", "reopened")])
def test_a_point_that_moved_on_is_let_go_with_the_reason(
    case: Any, actor: Any, look: Any, way: tuple[str, str, str]
) -> None:
    first, action, because = way
    drawn = case(first)
    assert work(look) == 1  # its submission, which moved nothing on
    assert drawn.said("review.state") == ("asked",)
    answer = actor("supervisor3").post(f"/api/v1/findings/{drawn.point}/steps", {"action": action, "note": WHY})
    assert answer.status_code == 200
    refused = drawn.step(actor("supervisor2"), "second_pass")
    assert (refused.status_code, refused.get_json()["type"]) == (422, "second_review_over")
    assert work(look) == 1
    assert drawn.said("review.state", "review.because") == ("dropped", because)
    assert drawn.step(actor("supervisor2"), "second_pass").status_code == 409
    assert [kind for _, kind in rows(look, "second_review.drop")] == ["cases"]


def test_a_newer_answer_leaves_nothing_to_overturn(differing: Any, actor: Any, look: Any) -> None:
    drawn = differing("return")
    answer_again(drawn)
    assert drawn.step(actor("supervisor3"), "overturn", note=WHY).get_json()["type"] == "second_review_over"
    work(look)
    assert drawn.said("review.state", "review.because", "point.state") == ("dropped", "answered", "submitted")
