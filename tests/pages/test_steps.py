"""Steps from a page (页面上的动作): counted once, refused at their place, and nothing that was written is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.db import db
from app.domain.people import SYSTEM
from app.models import Finding, Journal
from app.queries.by_id import one
from tests.desk import Page


def acts(look: Any, finding_id: object, act: str) -> int:
    with look(SYSTEM):
        told = select(func.count(Journal.id)).where(Journal.subject_id == finding_id, Journal.act == act)
        return db.session.scalars(told).one()


def state(look: Any, finding_id: Any) -> str:
    with look(SYSTEM):
        return one(Finding, finding_id).state


def test_a_button_of_the_page_takes_its_step_and_leads_back_to_the_page(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case(), desk("supervisor")
    path = f"/findings/{made.finding_ids[0]}"
    answer = supervisor.press(path, "confirm")
    assert (answer.status_code, answer.location) == (303, path)
    assert "已确认" in supervisor.open(path).text
    assert state(look, made.finding_ids[0]) == "confirmed"


def test_the_same_form_again_gives_the_first_answer_and_happens_once(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case(), desk("supervisor")
    form = supervisor.open(f"/findings/{made.finding_ids[0]}").form(action="confirm")
    first, again = supervisor.send(form), supervisor.send(form)
    assert (again.status_code, again.location) == (first.status_code, first.location) == (303, first.location)
    assert acts(look, made.finding_ids[0], "finding.confirm") == 1


def test_the_same_id_of_another_person_is_not_a_repeat(desk: Any, case: Any, look: Any) -> None:
    made = case(2).released()
    paths = [f"/findings/{it}" for it in made.finding_ids]
    first = desk("supervisor").open(paths[0]).form(action="void")
    other_desk = desk("supervisor2")
    second = other_desk.open(paths[1]).form(action="void")
    op_id = first.fields["op_id"][0]
    desk("supervisor").send(first, note="重复记录")
    other_desk.send(second, op_id=op_id, note="重复记录")
    assert state(look, made.finding_ids[1]) == "void"


def test_a_stale_page_says_what_changed_and_keeps_what_was_written(desk: Any, case: Any, look: Any) -> None:
    made = case().released()
    path = f"/findings/{made.finding_ids[0]}"
    first, second = desk("supervisor"), desk("supervisor2")
    form = second.open(path).form(action="void")
    first.press(path, "hand_over")
    answer = second.send(form, note="已经改好了，不用再办")
    page = Page(answer)
    assert answer.status_code == 412
    assert "别人刚改过" in page.text
    assert "交办，镇街可见" in page.text
    assert "已经改好了，不用再办" in page.text
    assert state(look, made.finding_ids[0]) == "fixing"


def test_the_form_of_the_answered_page_can_be_sent_at_once(desk: Any, case: Any, look: Any) -> None:
    made = case().released()
    path = f"/findings/{made.finding_ids[0]}"
    first, second = desk("supervisor"), desk("supervisor2")
    form = second.open(path).form(action="void")
    first.press(path, "hand_over")
    newest = Page(second.send(form, note="重复")).form(action="void")
    assert second.send(newest, note="重复").status_code == 303
    assert state(look, made.finding_ids[0]) == "void"


def test_a_step_without_its_reason_is_refused_with_the_sentence_on_the_page(desk: Any, case: Any, look: Any) -> None:
    made = case().released()
    answer = desk("supervisor").press(f"/findings/{made.finding_ids[0]}", "void", note="  ")
    assert answer.status_code == 422
    assert "要写理由" in Page(answer).text
    assert state(look, made.finding_ids[0]) == "confirmed"


def test_a_step_that_the_table_does_not_have_is_refused_in_words(desk: Any, case: Any) -> None:
    made, supervisor = case().released(), desk("supervisor")
    form = supervisor.open(f"/findings/{made.finding_ids[0]}").form(action="void")
    answer = supervisor.send(form, action="resume")
    assert answer.status_code == 409
    assert "现在是“已确认”，办不了“恢复”" in Page(answer).text


def test_a_refused_form_can_be_corrected_and_sent_under_the_same_id(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case().released(), desk("supervisor")
    form = supervisor.open(f"/findings/{made.finding_ids[0]}").form(action="void")
    assert supervisor.send(form, note="").status_code == 422
    assert supervisor.send(form, note="重复记录").status_code == 303
    assert state(look, made.finding_ids[0]) == "void"


def test_a_form_without_the_token_of_the_session_changes_nothing(desk: Any, case: Any, look: Any) -> None:
    made, supervisor = case().released(), desk("supervisor")
    form = supervisor.open(f"/findings/{made.finding_ids[0]}").form(action="hand_over")
    assert supervisor.send(form, csrf_token="forged").status_code == 403
    assert state(look, made.finding_ids[0]) == "confirmed"


def test_a_form_without_its_id_is_refused(desk: Any, case: Any) -> None:
    made, supervisor = case().released(), desk("supervisor")
    form = supervisor.open(f"/findings/{made.finding_ids[0]}").form(action="hand_over")
    assert supervisor.send(form, op_id="").status_code == 422


def test_a_town_is_refused_a_step_of_the_office_before_any_row_is_looked_at(desk: Any, case: Any) -> None:
    made, town = case().released(), desk("town")
    path = f"/findings/{made.finding_ids[0]}/steps"
    form = {
        "csrf_token": town.open("/findings").form_to("/sign-out").fields["csrf_token"][0],
        "op_id": str(made.round_id),
    }
    assert town.client.post(path, data={**form, "action": "void", "note": "x"}).status_code == 403


def test_words_of_several_lines_arrive_as_they_were_written(desk: Any, case: Any, look: Any) -> None:
    made = case().released()
    desk("supervisor").press(f"/findings/{made.finding_ids[0]}", "void", note="第一行\r\n第二行")
    with look(SYSTEM):
        said = db.session.scalars(select(Journal.body).where(Journal.act == "finding.void")).one()
    assert said["note"] == "第一行\n第二行"
