"""Reviews at the desk (核查): one after the other, by someone else than who answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.db import db, now
from app.domain.people import SYSTEM
from app.models import Finding
from app.queries.by_id import one
from tests.desk import Page


def state(look: Any, finding_id: Any) -> str:
    with look(SYSTEM):
        return one(Finding, finding_id).state


def answered_by(look: Any, finding_id: UUID, **columns: Any) -> None:
    """As if that person had sent the answer."""
    with look(SYSTEM):
        evidence = one(Finding, finding_id).under_review
        assert evidence is not None
        for name, value in columns.items():
            setattr(evidence, name, value)
        db.session.commit()


def test_passing_strikes_off_and_leads_to_the_next_one(desk: Any, case: Any, look: Any) -> None:
    case(2).answered()
    supervisor = desk("supervisor")
    first = supervisor.get("/reviews").location
    answer = supervisor.press(first, "pass")
    assert (answer.status_code, answer.location) != (303, first)
    assert answer.location.startswith("/reviews/")
    assert state(look, first.split("/")[-1]) == "closed"


def test_after_the_last_one_the_queue_is_empty_and_says_how_many_were_done(desk: Any, case: Any) -> None:
    case(1).answered()
    supervisor = desk("supervisor")
    answer = supervisor.press("/reviews", "pass")
    assert answer.location == "/reviews"
    assert "今天核查了 1 处" in supervisor.open("/reviews").text


def test_returning_with_a_ready_reason_sends_it_back_to_the_town(desk: Any, case: Any, look: Any) -> None:
    made = case(1)
    made.answered()
    supervisor = desk("supervisor")
    supervisor.send(supervisor.open("/reviews").form(action="return", note="不是原位置"), note="不是原位置")
    assert state(look, made.finding_ids[0]) == "fixing"
    assert "“不是原位置”" in desk("town").open(f"/findings/{made.finding_ids[0]}").text


def test_who_answered_cannot_pass_and_the_button_and_the_refusal_say_the_same(desk: Any, case: Any, look: Any) -> None:
    made, sentence = case(1), "这是你自己交的，不能自己核查"
    made.answered()
    supervisor = desk("supervisor")
    form = supervisor.open("/reviews").form(action="pass")
    answered_by(look, made.finding_ids[0], submitted_by=made.world.viewers["supervisor"].user_id)
    assert sentence in supervisor.open("/reviews").text
    answer = supervisor.send(form)
    assert (answer.status_code, sentence in Page(answer).text) == (422, True)
    assert state(look, made.finding_ids[0]) == "submitted"


def test_nobody_of_the_same_unit_passes_it_either(desk: Any, case: Any, look: Any) -> None:
    made = case(1)
    made.answered()
    supervisor = desk("supervisor2")
    form = supervisor.open("/reviews").form(action="pass")
    answered_by(look, made.finding_ids[0], unit_id=made.world.viewers["supervisor"].unit_id)
    answer = supervisor.send(form)
    assert (answer.status_code, "同一单位" in Page(answer).text) == (422, True)


def test_a_point_that_is_no_longer_waiting_opens_its_own_page(desk: Any, case: Any) -> None:
    made = case(2)
    made.answered()
    supervisor = desk("supervisor")
    supervisor.press(f"/reviews/{made.finding_ids[0]}", "pass")
    assert supervisor.get(f"/reviews/{made.finding_ids[0]}").location == f"/findings/{made.finding_ids[0]}"


def test_a_refusal_in_the_queue_after_another_decided_shows_the_point(
    desk: Any, case: Any, look: Any, clock: Any
) -> None:
    made = case(1)
    made.answered()
    second = desk("supervisor2")
    form = second.open("/reviews").form(action="return", note="没改到位")
    with look(SYSTEM):
        at = now()
    clock(at + timedelta(minutes=1))  # a decision is later than the answer it is about
    desk("supervisor").press("/reviews", "pass")
    page = Page(second.send(form, note="没改到位"))
    assert (page.status, "别人刚改过" in page.text, "通过，销号" in page.text) == (412, True, True)


def test_the_review_never_leads_to_another_place(desk: Any, case: Any) -> None:
    made = case(1)
    made.answered()
    answer = desk("supervisor").press("/reviews", "pass", next="//evil.example/")
    assert answer.location == f"/findings/{made.finding_ids[0]}"


def test_a_photo_that_was_sent_before_is_pointed_out(desk: Any, case: Any, look: Any) -> None:
    made = case(1)
    made.answered()
    with look(SYSTEM):
        finding = one(Finding, made.finding_ids[0])
        assert finding.under_review is not None
        finding.under_review.photos[0].sha256 = finding.photos[0].sha256
        db.session.commit()
    assert "与 1 张照片是同一张" in desk("supervisor").open("/reviews").text
