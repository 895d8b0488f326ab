"""Deadlines (整改期限): set, printed, moved by a return or a suspension (decisions 16, 19, 20, 27)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.defaults.calendar_days import calendar_of, days
from app.defaults.checklist import items, time_grades
from app.domain.calendar import SHANGHAI
from app.domain.deadline import Clock, Limit, LimitKind, grade_once_left, in_time, limit_of, printed, sign_by

CALENDAR = calendar_of(days())
LIMITS = {grade.code: grade.limit for grade in time_grades()}


def at(text: str) -> datetime:
    """A moment by the clocks in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def clock(kind: LimitKind, value: int, *, red_line: bool = False) -> Clock:
    return Clock(Limit(kind, value), red_line, CALENDAR)


THREE_DAYS = clock(LimitKind.WORK_DAY, 3)
URGENT = clock(LimitKind.URGENT_HOUR, 24, red_line=True)


@pytest.mark.parametrize(
    ("kind", "value", "due"),
    [
        (LimitKind.WORK_DAY, 3, "2026-03-11 18:00"),
        (LimitKind.WORK_HOUR, 4, "2026-03-09 09:30"),
        (LimitKind.URGENT_HOUR, 2, "2026-03-06 17:30"),
        (LimitKind.NATURAL_DAY, 2, "2026-03-08 15:30"),
        (LimitKind.MINUTES, 30, "2026-03-06 16:00"),
    ],
)
def test_a_limit_runs_from_issue_in_its_own_measure(kind: LimitKind, value: int, due: str) -> None:
    assert clock(kind, value).started(at("2026-03-06 15:30")).due_at == at(due)


def test_the_hour_of_issue_does_not_matter_to_working_days() -> None:
    assert THREE_DAYS.started(at("2026-03-06 23:59")) == THREE_DAYS.started(at("2026-03-06 00:00"))


def test_urgent_hours_run_through_a_holiday() -> None:
    assert URGENT.started(at("2026-09-30 20:00")).due_at == at("2026-10-01 20:00")


def test_working_days_do_not_run_through_a_holiday() -> None:
    assert THREE_DAYS.started(at("2026-09-30 20:00")).due_at == at("2026-10-10 18:00")


def test_seconds_are_rounded_up_so_that_the_printed_minute_is_the_true_one() -> None:
    assert URGENT.started(at("2026-03-06 15:30:01")).due_at == at("2026-03-07 15:31")


def test_a_deadline_is_a_moment_in_utc() -> None:
    assert THREE_DAYS.started(at("2026-03-06 15:30")).due_at.tzinfo is UTC


@pytest.mark.parametrize(("received", "timely"), [("2026-03-11 17:59:59", True), ("2026-03-11 18:00", False)])
def test_in_time_is_half_open(received: str, timely: bool) -> None:
    assert in_time(at(received), at("2026-03-11 18:00")) is timely


def test_a_deadline_is_printed_by_the_clocks_in_china() -> None:
    assert printed(datetime(2026, 3, 11, 10, 0, tzinfo=UTC)) == "2026年3月11日 18:00"


@pytest.mark.parametrize(
    ("limit", "start", "tentative"),
    [
        (THREE_DAYS, "2026-03-06 15:30", False),
        (THREE_DAYS, "2026-12-30 15:30", True),  # ends in a year without arrangements
        (THREE_DAYS, "2027-05-06 15:30", True),
        (URGENT, "2026-12-31 20:00", False),  # asks no calendar
    ],
)
def test_a_deadline_through_an_unknown_year_is_tentative(limit: Clock, start: str, tentative: bool) -> None:
    assert limit.started(at(start)).tentative is tentative


@pytest.mark.parametrize(
    ("grade", "red_line", "becomes"), [("T0", True, "T1"), ("T0", False, "T2"), ("T4", True, "T4")]
)
def test_what_was_not_fixed_on_the_spot_gets_another_grade(grade: str, red_line: bool, becomes: str) -> None:
    assert grade_once_left(grade, red_line=red_line) == becomes


@pytest.mark.parametrize(
    ("code", "kind", "value"),
    [
        ("SS-02", LimitKind.URGENT_HOUR, 2),  # its own limit before its grade's
        ("WS-08", LimitKind.URGENT_HOUR, 24),  # T0, red line
        ("DZ-02", LimitKind.WORK_DAY, 1),  # T0, no red line
        ("RM-06", LimitKind.WORK_DAY, 30),
    ],
)
def test_an_item_has_its_limit(code: str, kind: LimitKind, value: int) -> None:
    item = next(item for item in items() if item.code == code)
    assert limit_of(item.time_grade, item.limit, LIMITS, red_line=item.red_line) == Limit(kind, value)


def test_a_return_gives_back_the_working_days_that_were_left() -> None:
    """Answered Monday morning with Monday, Tuesday, Wednesday left; returned Tuesday: Tuesday, Wednesday, Thursday."""
    moved = THREE_DAYS.returned(at("2026-03-11 18:00"), at("2026-03-09 09:00"), at("2026-03-10 17:00"))
    assert moved.due_at == at("2026-03-12 18:00")


def test_a_return_on_the_same_day_gains_nothing() -> None:
    moved = THREE_DAYS.returned(at("2026-03-11 18:00"), at("2026-03-09 09:00"), at("2026-03-09 17:00"))
    assert moved.due_at == at("2026-03-11 18:00")


def test_a_return_leaves_at_least_one_working_day() -> None:
    moved = THREE_DAYS.returned(at("2026-03-11 18:00"), at("2026-03-11 17:00"), at("2026-03-11 17:30"))
    assert moved.due_at == at("2026-03-12 18:00")


def test_a_return_before_a_holiday_leaves_a_working_day() -> None:
    moved = THREE_DAYS.returned(at("2026-09-30 18:00"), at("2026-09-30 17:00"), at("2026-09-30 17:30"))
    assert moved.due_at == at("2026-10-08 18:00")


def test_a_return_of_a_red_line_leaves_the_hours_that_were_left() -> None:
    moved = URGENT.returned(at("2026-03-07 15:30"), at("2026-03-06 20:30"), at("2026-03-07 08:00"))
    assert moved.due_at == at("2026-03-08 03:00")


def test_a_return_of_a_red_line_leaves_at_least_two_hours() -> None:
    moved = URGENT.returned(at("2026-03-07 15:30"), at("2026-03-07 15:00"), at("2026-03-07 15:10"))
    assert moved.due_at == at("2026-03-07 17:10")


def test_an_urgent_point_that_is_no_red_line_gets_a_working_day() -> None:
    urgent = clock(LimitKind.URGENT_HOUR, 24)
    moved = urgent.returned(at("2026-03-07 15:30"), at("2026-03-07 15:00"), at("2026-03-07 15:10"))
    assert moved.due_at == at("2026-03-09 18:00")


def test_a_late_answer_keeps_its_deadline() -> None:
    moved = THREE_DAYS.returned(at("2026-03-11 18:00"), at("2026-03-11 18:00"), at("2026-03-13 09:00"))
    assert moved.due_at == at("2026-03-11 18:00")


def test_working_hours_that_were_left_are_given_back() -> None:
    hours = clock(LimitKind.WORK_HOUR, 20)
    moved = hours.returned(at("2026-03-11 12:00"), at("2026-03-09 10:00"), at("2026-03-10 15:00"))
    assert moved.due_at == at("2026-03-12 17:00")


def test_a_resumption_gives_back_what_was_left() -> None:
    moved = THREE_DAYS.resumed(at("2026-03-11 18:00"), at("2026-03-10 10:00"), at("2026-06-01 10:00"))
    assert moved.due_at == at("2026-06-02 18:00")


def test_a_resumption_has_no_least() -> None:
    moved = URGENT.resumed(at("2026-03-07 15:30"), at("2026-03-07 15:00"), at("2026-03-09 10:00"))
    assert moved.due_at == at("2026-03-09 10:30")


def test_what_was_overdue_when_suspended_stays_overdue() -> None:
    moved = THREE_DAYS.resumed(at("2026-03-11 18:00"), at("2026-03-12 10:00"), at("2026-06-01 10:00"))
    assert moved.due_at == at("2026-03-11 18:00")


def test_an_order_is_signed_for_within_48_hours() -> None:
    assert sign_by(at("2026-03-06 15:30")) == at("2026-03-08 15:30")


@given(
    st.sampled_from(sorted(LIMITS)),
    st.booleans(),
    st.integers(0, 100_000),
    st.integers(0, 50_000),
    st.integers(0, 50_000),
)
def test_a_return_never_shortens_a_deadline(grade: str, red_line: bool, start: int, wait: int, review: int) -> None:
    runs = Clock(LIMITS[grade], red_line, CALENDAR)
    issued = at("2026-01-05 08:00") + timedelta(minutes=start)
    due_at = runs.started(issued).due_at
    received = issued + timedelta(minutes=wait)
    returned = received + timedelta(minutes=review)
    moved = runs.returned(due_at, received, returned).due_at
    assert moved >= due_at
    assert moved > returned or not in_time(received, due_at)
