"""Which month something counts in (归属月份): decisions 25–27 and 30."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.calendar import SHANGHAI, Month
from app.domain.score import PointFact
from app.domain.score.belonging import (
    Standing,
    checked_at,
    due_point,
    is_overdue,
    is_signed_in_time,
    own_month,
    self_check_days,
    signing_month,
    unanswered_month,
    visit_month,
)

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)


def at(text: str) -> datetime:
    """A moment of 2026 by the clocks in China: "03-06 15:30"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


DUE = at("03-20 18:00")


def standing(**different: Any) -> Standing:
    facts = {"finding_id": "f1", "due_at": DUE, "answered_at": None, "closed_at": None, "returned": False}
    return Standing(**(facts | different))


def test_a_visit_belongs_to_the_month_it_began_in() -> None:
    assert own_month(at("03-31 23:30"), at("03-31 09:00"), at("04-01 10:00")) == MARCH


def test_a_visit_that_began_after_its_receipt_belongs_to_the_receipt() -> None:
    assert own_month(at("04-02 09:00"), None, at("03-31 10:00")) == MARCH


def test_a_visit_that_began_before_its_last_nonce_belongs_to_the_receipt() -> None:
    assert own_month(at("02-28 09:00"), at("03-01 09:00"), at("03-02 10:00")) == MARCH


def test_the_month_of_a_visit_is_that_of_china() -> None:
    assert own_month(at("03-01 00:30"), None, at("03-01 09:00")) == MARCH


@pytest.mark.parametrize(("first_open", "month"), [(FEBRUARY, MARCH), (MARCH, MARCH), (APRIL, APRIL)])
def test_a_visit_released_late_enters_the_first_open_month(first_open: Month, month: Month) -> None:
    assert visit_month(MARCH, first_open) == month


def test_a_point_closed_in_time_counts_in_the_month_of_its_deadline() -> None:
    point = standing(answered_at=at("03-19 10:00"), closed_at=at("03-21 10:00"))
    assert due_point(point, MARCH, MARCH.end) == PointFact("f1", on_time=True, closed=True, reworked=False)


def test_a_point_closed_before_its_month_still_counts_in_it() -> None:
    point = standing(answered_at=at("02-19 10:00"), closed_at=at("02-21 10:00"))
    assert due_point(point, MARCH, MARCH.end) is not None
    assert due_point(point, FEBRUARY, FEBRUARY.end) is None


def test_an_answer_at_the_deadline_is_late() -> None:
    point = due_point(standing(answered_at=DUE, closed_at=at("03-21 10:00")), MARCH, MARCH.end)
    assert point == PointFact("f1", on_time=False, closed=True, reworked=False)


def test_an_open_overdue_point_counts_against_the_town() -> None:
    point = due_point(standing(), MARCH, MARCH.end)
    assert point == PointFact("f1", on_time=False, closed=False, reworked=False)


def test_an_overdue_point_is_carried_into_the_next_month() -> None:
    assert due_point(standing(), APRIL, APRIL.end) == PointFact("f1", on_time=False, closed=False, reworked=False)


def test_a_carried_point_closed_there_counts_as_closed_and_late() -> None:
    point = standing(answered_at=at("04-02 10:00"), closed_at=at("04-03 10:00"))
    assert due_point(point, APRIL, APRIL.end) == PointFact("f1", on_time=False, closed=True, reworked=False)


def test_a_point_settled_in_its_month_is_not_carried() -> None:
    point = standing(answered_at=at("03-19 10:00"), closed_at=at("03-21 10:00"))
    assert due_point(point, APRIL, APRIL.end) is None


def test_a_point_answered_in_time_and_undecided_leaves_the_month() -> None:
    assert due_point(standing(answered_at=at("03-19 10:00")), MARCH, MARCH.end) is None


def test_it_enters_the_month_of_its_decision_with_its_timeliness() -> None:
    decided = standing(answered_at=at("03-19 10:00"), closed_at=at("04-02 10:00"))
    assert due_point(decided, APRIL, APRIL.end) == PointFact("f1", on_time=True, closed=True, reworked=False)


def test_as_long_as_it_is_undecided_it_counts_nowhere() -> None:
    assert due_point(standing(answered_at=at("03-19 10:00")), APRIL, APRIL.end) is None


def test_a_late_answer_does_not_take_a_point_out_of_the_month() -> None:
    assert due_point(standing(answered_at=at("03-21 10:00")), MARCH, MARCH.end) is not None


@pytest.mark.parametrize("excuse", ["suspended", "void"])
def test_suspended_and_void_points_leave_the_month(excuse: str) -> None:
    assert due_point(standing(**{excuse: True}), MARCH, MARCH.end) is None


def test_a_return_is_remembered() -> None:
    point = due_point(standing(returned=True), MARCH, MARCH.end)
    assert point is not None
    assert point.reworked


def test_a_deadline_at_midnight_belongs_to_the_next_month() -> None:
    point = standing(due_at=MARCH.end, closed_at=at("03-21 10:00"))
    assert (due_point(point, MARCH, MARCH.end), due_point(point, APRIL, APRIL.end) is None) == (None, False)


def test_in_a_running_month_an_open_point_counts_only_once_it_is_due() -> None:
    assert due_point(standing(), MARCH, at("03-20 17:59")) is None
    assert due_point(standing(), MARCH, DUE) is not None


def test_in_a_running_month_a_closed_point_counts_at_once() -> None:
    point = standing(answered_at=at("03-10 10:00"), closed_at=at("03-11 10:00"))
    assert due_point(point, MARCH, at("03-12 10:00")) is not None


@pytest.mark.parametrize(
    ("different", "now", "overdue"),
    [
        ({}, "03-20 17:59", False),
        ({}, "03-20 18:00", True),
        ({"answered_at": at("03-19 10:00")}, "03-25 10:00", False),
        ({"answered_at": at("03-21 10:00")}, "03-25 10:00", True),
        ({"suspended": True}, "03-25 10:00", False),
        ({"void": True}, "03-25 10:00", False),
        ({"closed_at": at("03-22 10:00")}, "03-25 10:00", False),
    ],
)
def test_overdue_is_open_past_its_deadline_without_an_answer_in_time(
    different: dict[str, Any], now: str, overdue: bool
) -> None:
    assert is_overdue(standing(**different), at(now)) is overdue


def test_signing_counts_in_the_month_its_48_hours_end_in() -> None:
    assert signing_month(at("03-30 10:00")) == APRIL


@pytest.mark.parametrize(("signed", "timely"), [("03-08 15:29", True), ("03-08 15:30", False), (None, False)])
def test_only_a_person_signs_in_time(signed: str | None, timely: bool) -> None:
    assert is_signed_in_time(at("03-06 15:30"), signed and at(signed)) is timely


def test_an_order_with_a_point_never_answered_in_time_counts_in_the_month_of_its_last_deadline() -> None:
    points = [(DUE, [at("03-19 10:00")]), (at("03-25 18:00"), []), (at("04-03 18:00"), [at("04-01 10:00")])]
    assert unanswered_month(points, at("04-30 00:00")) == APRIL


def test_before_its_last_deadline_an_order_is_not_yet_unanswered() -> None:
    assert unanswered_month([(DUE, []), (at("04-03 18:00"), [])], at("04-03 17:59")) is None


def test_an_order_answered_in_time_is_not_unanswered_even_if_it_was_returned() -> None:
    assert unanswered_month([(DUE, [at("03-19 10:00"), at("03-29 10:00")])], APRIL.end) is None


def test_an_order_without_points_left_is_not_unanswered() -> None:
    assert unanswered_month([], APRIL.end) is None


def test_one_self_check_a_day_counts() -> None:
    made = [at("03-02 09:00"), at("03-02 17:00"), at("03-03 09:00"), at("02-28 09:00")]
    assert self_check_days(made, MARCH) == 2


@pytest.mark.parametrize(
    ("heard", "believed"),
    [("03-05 10:00", True), ("03-05 09:59", False), ("03-07 09:00", True), ("03-07 09:01", False), (None, False)],
)
def test_a_self_check_is_of_the_day_the_phone_says_if_it_heard_from_the_server_in_three_days(
    heard: str | None, believed: bool
) -> None:
    """Said to be of the 7th, 9:00, received on the 8th at 10:00."""
    made, came = at("03-07 09:00"), at("03-08 10:00")
    assert checked_at(made, heard and at(heard), came) == (made if believed else came)  # type: ignore[arg-type]  # None stays None
