"""Second reviews at the desk (盲审): the same two pictures, nothing of the first decision, then both beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import sign_in
from tests.desk import Page
from tests.pages.test_secrecy import nav
from tests.second_look import WHY, Drawn, answer_again, answered, decide, drawing, more_supervisors


@pytest.fixture
def drawn(world: Any, look: Any, app: Any) -> Any:
    """`drawn("return")`: a point decided so by `supervisor`, and drawn."""
    more_supervisors(world, look)
    drawing(world, look, passes=100, returns=100)

    def made(action: str = "pass", meanwhile: Callable[[], None] = lambda: None) -> Drawn:
        waiting = answered(world, look)
        meanwhile()
        return decide(waiting, sign_in(app.test_client(), "supervisor"), action)

    return made


def test_it_waits_for_the_others_and_not_for_who_decided(desk: Any, drawn: Any) -> None:
    made = drawn()
    first, second = desk("supervisor"), desk("supervisor2")
    assert (nav(first)["/second-reviews"], nav(second)["/second-reviews"]) == ("", "1")
    assert made.path in second.open("/second-reviews").links
    assert "没有要盲审的" in first.open("/second-reviews").text
    assert first.get(made.path).status_code == 404


def test_the_blind_page_is_the_same_whatever_was_decided(desk: Any, clock: Any, drawn: Any) -> None:
    """Neither verdict nor reason, state, rework, deadline, order or a way to the point."""
    told = []
    for action in ("pass", "return"):
        clock(datetime(2026, 11, 12, 2, tzinfo=UTC))
        made: Drawn = drawn(action, lambda: clock(datetime(2026, 11, 20, 3, tzinfo=UTC)))
        second = desk("supervisor2")
        page = second.open(made.path)
        told.append((page.text, len(page.forms)))
        assert not [link for link in page.links if made.point in link]
        assert second.press(made.path, "second_pass").status_code == 303
    assert told[0] == told[1]
    assert all(word in told[0][0] for word in ("第一次怎么定的，你定完才显示", "11月13日 18:00 前", "退回过 0 次"))


def test_the_towns_later_answer_is_not_shown(desk: Any, drawn: Any) -> None:
    made, second = drawn("return"), desk("supervisor2")
    before = second.open(made.path)
    answer_again(made)
    page = second.open(made.path)
    photos = [[link for link in it.links if "/photos/" in link] for it in (before, page)]
    assert photos[0] == photos[1]
    assert page.text.count("照片可信程度") == before.text.count("照片可信程度")
    assert "已有新情况" in page.text


def test_after_deciding_both_decisions_stand_beside_each_other_without_names(desk: Any, drawn: Any) -> None:
    made = drawn("return")
    second = desk("supervisor2")
    answer = second.press(made.path, "second_pass")
    assert (answer.status_code, answer.location) == (303, made.path)
    page = second.open(made.path)
    assert all(word in page.text for word in ("不一致，等第三人", "第一次", "没到位", f"“{WHY}”", "第二次", "整改到位"))
    assert "这一处你定过了" in page.text
    assert not any(form.has(action="overturn") for form in page.forms)


def test_a_third_sees_both_and_decides_and_the_town_reads_only_the_correction(desk: Any, drawn: Any) -> None:
    made = drawn()
    second = desk("supervisor2")
    assert second.press(made.path, "second_return", note="不是原位置").status_code == 303
    third = desk("supervisor3")
    page = third.open(made.path)
    assert all(word in page.text for word in ("“不是原位置”", "镇街会看到", "退回整改，时限按退回算"))
    assert "supervisor2" not in page.text
    answer = third.press(made.path, "overturn", note="门口还有一处没清")
    assert answer.status_code == 303
    town = desk("town").open(f"/findings/{made.point}")
    assert all(word in town.text for word in ("更正结论：撤回销号，继续整改", "“门口还有一处没清”"))
    assert not any(word in town.text for word in ("盲审", "不是原位置", "第三人"))


def test_an_empty_reason_is_refused_on_the_page_itself(desk: Any, drawn: Any) -> None:
    made = drawn()
    second = desk("supervisor2")
    form = second.open(made.path).form(action="second_return")
    answer = second.send(form, note="")
    assert (answer.status_code, "盲审" in Page(answer).text) == (422, True)


def test_who_comes_second_to_the_same_review_is_told_so(desk: Any, drawn: Any, look: Any) -> None:
    made = drawn()
    late = desk("supervisor3")
    form = late.open(made.path).form(action="second_pass")
    desk("supervisor2").press(made.path, "second_pass")
    page = Page(late.send(form))
    assert (page.status, "两次一致" in page.text) == (412, True)


def test_what_is_over_is_listed_with_how_it_ended(desk: Any, drawn: Any) -> None:
    made = drawn()
    desk("supervisor2").press(made.path, "second_pass")
    page = desk("supervisor3").open("/second-reviews")
    assert ("最近审完的" in page.text, made.path in page.links, "没有要盲审的" in page.text) == (True, True, True)


@pytest.mark.parametrize("login", ["town", "leader", "inspector"])
def test_no_other_role_has_the_page(desk: Any, drawn: Any, login: str) -> None:
    made = drawn()
    assert [desk(login).get(path).status_code for path in ("/second-reviews", made.path)] == [403, 403]
