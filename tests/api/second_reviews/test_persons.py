"""Three persons (盲审): who may decide on a second review, who may not even know of it, and what is written down."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Due, Finding, Journal
from app.queries.by_id import one
from tests import make
from tests.cast import sign_in
from tests.second_look import WHY, Drawn, answered, decide, drawing, one_human


def test_who_decided_first_meets_nothing_of_it(case: Any, actor: Any, look: Any) -> None:
    drawn, first = case(), actor("supervisor")
    answers = [drawn.step(first, action, note=WHY) for action in ("second_pass", "second_return", "uphold")]
    assert {answer.status_code for answer in answers} == {404}
    assert first.get(drawn.path).status_code == 404
    assert "没有要盲审的" in first.get("/second-reviews").get_data(as_text=True)


def test_nor_does_the_same_human_under_another_account(world: make.World, look: Any, app: Any, actor: Any) -> None:
    one_human(world, look, "supervisor", "supervisor2")
    drawn = decide(answered(world, look), actor("supervisor"))
    assert drawn.step(actor("supervisor2"), "second_pass").status_code == 404
    assert drawn.step(actor("supervisor3"), "second_pass").status_code == 200


def test_the_second_person_is_not_the_third_under_whatever_account(world: make.World, look: Any, actor: Any) -> None:
    one_human(world, look, "supervisor2", "supervisor3")
    drawn = decide(answered(world, look), actor("supervisor"))
    drawn.step(actor("supervisor2"), "second_return", note=WHY)
    for login in ("supervisor2", "supervisor3"):
        answer = drawn.step(actor(login), "overturn", note=WHY)
        assert (answer.status_code, answer.get_json()["type"]) == (422, "second_review_yours")
    assert drawn.step(actor("supervisor4"), "overturn", note=WHY).status_code == 200


@pytest.mark.parametrize("how", ["user", "human", "unit"])
def test_who_answered_and_their_unit_decide_nothing(case: Any, actor: Any, look: Any, how: str) -> None:
    drawn: Drawn = case()
    second = drawn.world.viewers["supervisor2"]
    columns = {
        "user": ("submitted_by", second.user_id),
        "human": ("person_key", "one human"),
        "unit": ("unit_id", second.unit_id),
    }
    if how == "human":
        one_human(drawn.world, look, "supervisor2")
    with look(SYSTEM):
        setattr(one(Finding, drawn.point).evidences[0], *columns[how])
        db.session.commit()
    answer = drawn.step(sign_in(actor("supervisor").client, "supervisor2"), "second_pass")
    expected = "same_unit" if how == "unit" else "self_approval"
    assert (answer.status_code, answer.get_json()["type"]) == (422, expected)


@pytest.mark.parametrize("login", ["town", "inspector", "leader", "auditor"])
def test_no_other_role_decides(case: Any, actor: Any, login: str) -> None:
    drawn = case()
    for action in ("second_pass", "overturn", "drop"):
        answer = drawn.step(actor(login), action, note=WHY)
        assert (answer.status_code, answer.get_json()["type"]) == (403, "wrong_role")


@pytest.mark.parametrize("action", ["unpass", "unreturn"])
def test_nobody_overturns_a_point_by_hand(case: Any, actor: Any, action: str) -> None:
    drawn = case("pass" if action == "unpass" else "return")
    for login in ("supervisor", "supervisor2", "town"):
        answer = actor(login).post(f"/api/v1/findings/{drawn.point}/steps", {"action": action, "note": WHY})
        assert (answer.status_code, answer.get_json()["type"]) == (403, "wrong_role")


def test_a_second_press_and_a_stale_version_change_nothing(case: Any, actor: Any) -> None:
    drawn = case()
    assert drawn.step(actor("supervisor2"), "second_pass", version=99).status_code == 412
    assert drawn.step(actor("supervisor2"), "second_pass").status_code == 200
    assert drawn.step(actor("supervisor2"), "second_pass").status_code == 409
    assert drawn.step(actor("supervisor3"), "second_return", note=WHY).status_code == 409
    assert drawn.said("review.state", "review.second_by") == ("agreed", drawn.world.viewers["supervisor2"].user_id)


def test_a_third_decision_is_made_once(differing: Any, actor: Any) -> None:
    drawn = differing()
    assert drawn.step(actor("supervisor3"), "overturn", note=WHY).status_code == 200
    assert drawn.step(actor("supervisor4"), "overturn", note=WHY).status_code == 409
    assert drawn.said("point.rework_count") == (1,)


def test_nobody_hears_of_a_draw(case: Any, look: Any) -> None:
    """No notice, no job but those every decision has."""
    case()
    with look(SYSTEM):
        acts = select(Journal.act).join(Due, Due.cause_id == Journal.id)
        assert "second_review.draw" not in set(db.session.scalars(acts))


def test_the_journal_of_it_is_read_by_those_who_see_the_row(case: Any, look: Any, world: make.World) -> None:
    drawn = case()
    asked = select(Journal.subject_id).where(Journal.noun == "second_review")
    told = {}
    for login in ("supervisor", "supervisor2", "leader", "town", "inspector", "auditor"):
        with look(world.viewers[login]):
            told[login] = db.session.scalars(asked).all()
    assert {login for login, ids in told.items() if ids == [drawn.id]} == {"supervisor2", "auditor"}
    assert {login for login, ids in told.items() if ids == []} == set(told) - {"supervisor2", "auditor"}


def test_looking_the_point_up_before_deciding_is_written_down_for_the_auditor_alone(
    case: Any, actor: Any, look: Any
) -> None:
    drawn, says = case(), "盲审前看过点位</td>"

    def read_by(login: str) -> int:
        page: str = actor(login).get("/access").get_data(as_text=True)
        return page.count(says)

    actor("supervisor").get(f"/findings/{drawn.point}")
    assert read_by("auditor") == 0
    actor("supervisor2").get(f"/findings/{drawn.point}")
    actor("supervisor3").get(f"/api/v1/findings/{drawn.point}")
    assert [read_by(login) for login in ("auditor", "supervisor", "supervisor3")] == [2, 0, 0]
    drawn.step(actor("supervisor2"), "second_pass")
    actor("supervisor2").get(f"/findings/{drawn.point}")
    assert read_by("auditor") == 2


def test_the_auditor_draws_again_what_was_drawn_and_what_was_not(
    world: make.World, look: Any, actor: Any, case: Any
) -> None:
    case()
    drawing(world, look, passes=0)
    decide(answered(world, look), actor("supervisor"))
    page = actor("auditor").get("/second-reviews").get_data(as_text=True)
    assert (page.count("w.second"), page.count(">抽到<"), page.count(">没抽到<"), page.count("不一致")) == (0, 1, 1, 0)
