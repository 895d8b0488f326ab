"""Orders at the desk (督办单): from chosen points to a numbered paper."""

from __future__ import annotations

from typing import Any

from app.db import db
from app.domain.people import SYSTEM
from app.models import Finding, Order
from app.queries.by_id import one
from tests.desk import Desk, Form, Page

NUMBER = "建美镇督〔2026〕1号"


def drafted(supervisor: Desk, **written: Any) -> Form:
    form = supervisor.open("/orders/new").form_to("/orders")
    form.fields |= {"level": ["ordinary"], "title": ["第四季度第一轮暗访"]} | written
    return form


def test_from_a_draft_to_the_number_and_the_paper(desk: Any, case: Any, look: Any) -> None:
    case(2).released()
    supervisor = desk("supervisor")
    path = supervisor.send(drafted(supervisor)).location
    assert "未取号" in supervisor.open(path).text
    supervisor.press(path, "propose")
    supervisor.press(path, "issue")
    assert NUMBER in supervisor.open(path).text
    paper = supervisor.open(f"{path}/print")
    assert all(
        words in paper.text
        for words in (NUMBER, "关于梅城镇第四季度第一轮暗访问题的督办单", "建德市美丽城镇建设工作专班")
    )


def test_a_fresh_draft_chooses_every_point_and_is_called_after_its_round(desk: Any, case: Any) -> None:
    made = case(2).released()
    form = desk("supervisor").open("/orders/new").form_to("/orders")
    assert sorted(form.fields["finding_ids"]) == sorted(str(it) for it in made.finding_ids)
    assert form.fields["title"] == ["第四季度第一轮"]


def test_a_draft_without_a_matter_keeps_what_was_chosen(desk: Any, case: Any) -> None:
    made, supervisor = case(2).released(), desk("supervisor")
    chosen = [str(made.finding_ids[0])]
    answer = supervisor.send(drafted(supervisor, title=[" "], finding_ids=chosen, level=["key"]))
    again = Page(answer).form_to("/orders")
    assert (answer.status_code, "写上事由" in Page(answer).text) == (422, True)
    assert (again.fields["finding_ids"], again.fields["level"]) == (chosen, ["key"])


def test_a_draft_without_points_says_so(desk: Any, case: Any) -> None:
    case().released()
    supervisor = desk("supervisor")
    answer = supervisor.send(drafted(supervisor, finding_ids=[]))
    assert (answer.status_code, "至少选一处" in Page(answer).text) == (422, True)


def test_points_of_a_void_order_can_be_ordered_again(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case(2), desk("supervisor")
    supervisor.press(f"/orders/{made.ordered()}", "void", note="点位权属有误")
    desk("supervisor2").press("/approvals", "grant")
    path = supervisor.send(drafted(supervisor)).location
    for action in ("propose", "issue"):
        supervisor.press(path, action)
    with look(SYSTEM):
        again = one(Order, path.rsplit("/", 1)[-1])
        assert ({it.id for it in again.findings}, again.seq) == (set(made.finding_ids), 2)
        assert {it.state for it in again.findings} == {"ordered"}


def test_an_order_is_voided_by_two_and_the_first_sees_that_it_waits(desk: Any, case: Any) -> None:
    order_id, supervisor = case().ordered(), desk("supervisor")
    supervisor.press(f"/orders/{order_id}", "void", note="点位权属有误")
    page = supervisor.open(f"/orders/{order_id}")
    assert ("等另一人复核" in page.text, "提出：作废" in page.text, "点位权属有误" in page.text) == (True, True, True)
    assert "等另一人复核" not in desk("town").open(f"/orders/{order_id}").text
    second = desk("supervisor2")
    assert ("双人复核 1" in second.open("/").text, "双人复核 1" in supervisor.open("/").text) == (True, False)
    waiting = second.open("/approvals")
    assert (f"/orders/{order_id}" in waiting.links, "点位权属有误" in waiting.text) == (True, True)
    done = second.press(f"/orders/{order_id}", "grant")
    assert done.location == f"/orders/{order_id}"
    assert "已作废" in second.open(f"/orders/{order_id}").text
    assert f"/orders/{order_id}" not in second.open("/approvals").links


def test_a_point_that_was_ordered_meanwhile_stops_the_draft(desk: Any, case: Any, look: Any) -> None:
    case(2).released()
    first, second = desk("supervisor"), desk("supervisor2")
    late = drafted(second)
    first.send(drafted(first, finding_ids=late.fields["finding_ids"][:1]))
    answer = second.send(late)
    assert (answer.status_code, "有 1 处已经不能编入了" in Page(answer).text) == (422, True)
    with look(SYSTEM):
        assert db.session.query(Order).count() == 1


def test_the_same_draft_twice_makes_one_order(desk: Any, case: Any, look: Any) -> None:
    case(2).released()
    supervisor = desk("supervisor")
    form = drafted(supervisor)
    assert supervisor.send(form).location == supervisor.send(form).location
    with look(SYSTEM):
        assert db.session.query(Order).count() == 1


def test_points_of_a_hidden_round_cannot_be_drafted(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case(), desk("supervisor")
    supervisor.press(f"/findings/{made.finding_ids[0]}", "confirm")
    assert "没有可以编入的点位" in supervisor.open("/orders/new").text


def test_a_town_reads_and_signs_its_issued_order_and_never_sees_a_draft(desk: Any, case: Any, look: Any) -> None:
    made = case(1).released()
    supervisor, town = desk("supervisor"), desk("town")
    path = supervisor.send(drafted(supervisor)).location
    assert town.get(path).status_code == town.get(f"{path}/print").status_code == 404
    supervisor.press(path, "propose")
    supervisor.press(path, "issue")
    assert town.press(path, "sign").status_code == 303
    with look(SYSTEM):
        assert (one(Order, path.split("/")[-1]).state, one(Finding, made.finding_ids[0]).state) == ("signed", "fixing")


def test_a_paper_that_is_not_in_force_says_so(desk: Any, case: Any) -> None:
    case().released()
    supervisor = desk("supervisor")
    path = supervisor.send(drafted(supervisor)).location
    assert "草稿" in supervisor.open(f"{path}/print").text


def test_the_bar_of_an_order_counts_its_points_by_state(desk: Any, case: Any) -> None:
    order_id = case(4).answered()
    supervisor = desk("supervisor")
    supervisor.press("/reviews", "pass")
    page = supervisor.open(f"/orders/{order_id}").text
    assert "1 / 4 处已销号" in page
    assert "待核查 3" in page
