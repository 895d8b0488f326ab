"""Working days and hours (工作日历), with holidays and make-up days."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.defaults.calendar_days import calendar_of, days
from app.domain.calendar import SHANGHAI, WEEKENDS_ONLY, Calendar, Month, local_day

CALENDAR = calendar_of(days())


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "workdays.json").read_text())


def at(text: str) -> datetime:
    """A moment by the clocks in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-03-06", True),  # an ordinary Friday
        ("2026-03-07", False),  # and Saturday
        ("2026-10-01", False),  # 国庆节, a Thursday
        ("2026-10-10", True),  # a Saturday that makes up for it
        ("2026-02-28", True),  # a Saturday that makes up for 春节
    ],
)
def test_holidays_and_make_up_days_come_before_weekdays(day: str, working: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is working


def test_a_year_without_arrangements_knows_its_weekends_only() -> None:
    assert (CALENDAR.is_working(date(2027, 10, 1)), CALENDAR.is_working(date(2027, 10, 2))) == (True, False)


@pytest.mark.parametrize(("day", "known"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_calendar_says_which_years_it_knows(day: str, known: bool) -> None:
    assert CALENDAR.knows(date.fromisoformat(day)) is known


@pytest.mark.parametrize(
    ("after", "number", "expected"),
    [
        ("2026-03-06", 1, "2026-03-09"),  # over a weekend
        ("2026-03-07", 1, "2026-03-09"),  # from within it
        ("2026-09-30", 1, "2026-10-08"),  # over 国庆节
        ("2026-09-30", 3, "2026-10-10"),  # into a Saturday that is worked
        ("2026-02-13", 2, "2026-02-24"),  # 14 February is worked, 15 to 23 are 春节
        ("2026-12-30", 2, "2027-01-01"),  # into a year nobody has arranged
    ],
)
def test_working_days_are_counted_from_the_day_after(after: str, number: int, expected: str) -> None:
    assert CALENDAR.nth_working_day(date.fromisoformat(after), number) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-03-06 15:30", 4, "2026-03-09 09:30"),  # 2.5 hours on Friday, 1.5 on Monday
        ("2026-03-06 11:00", 2, "2026-03-06 15:00"),  # over noon
        ("2026-03-06 12:30", 1, "2026-03-06 15:00"),  # from within noon
        ("2026-03-06 14:00", 4, "2026-03-06 18:00"),  # to the end of the day, not into the next
        ("2026-03-07 10:00", 1, "2026-03-09 09:00"),  # from within a weekend
        ("2026-03-06 19:00", 9, "2026-03-10 09:00"),  # more than a day
    ],
)
def test_working_hours_run_only_while_offices_are_open(start: str, hours: int, expected: str) -> None:
    assert CALENDAR.after_open_time(at(start), timedelta(hours=hours)) == at(expected)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-06 15:30", "2026-03-09 09:30", 4),
        ("2026-03-06 11:00", "2026-03-06 15:00", 2),
        ("2026-03-07 10:00", "2026-03-08 10:00", 0),
        ("2026-03-09 09:00", "2026-03-09 08:00", 0),
    ],
)
def test_open_time_is_what_lies_between(start: str, end: str, hours: int) -> None:
    assert CALENDAR.open_time_between(at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        ("2026-03-09 09:00", "2026-03-11 18:00", 3),
        ("2026-03-09 18:00", "2026-03-11 18:00", 2),  # the end it starts at has passed
        ("2026-03-06 18:30", "2026-03-08 18:00", 0),  # a weekend
    ],
)
def test_ends_of_working_days_are_counted(start: str, end: str, number: int) -> None:
    assert CALENDAR.ends_of_day_between(at(start), at(end)) == number


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2026-03-09 09:00", 1, "2026-03-09 18:00"),
        ("2026-03-09 18:00", 1, "2026-03-10 18:00"),
        ("2026-03-07 09:00", 2, "2026-03-10 18:00"),
    ],
)
def test_the_next_ends_of_working_days_are_found(start: str, number: int, expected: str) -> None:
    assert CALENDAR.nth_end_of_day(at(start), number) == at(expected)


def test_the_day_is_that_of_china() -> None:
    assert local_day(datetime(2026, 2, 28, 16, 0, tzinfo=UTC)) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-01 00:00", True),
        ("2026-03-31 23:59", True),
        ("2026-04-01 00:00", False),
        ("2026-02-28 23:59", False),
    ],
)
def test_a_month_is_half_open(moment: str, inside: bool) -> None:
    assert (at(moment) in Month(2026, 3)) is inside


def test_a_month_begins_and_ends_at_midnight_in_china() -> None:
    assert (Month(2026, 12).start, Month(2026, 12).end) == (at("2026-12-01 00:00"), at("2027-01-01 00:00"))


def test_a_month_reads_what_it_writes() -> None:
    assert Month.parse(str(Month(2026, 3))) == Month(2026, 3)


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "March", "2026-03-01"])
def test_other_texts_are_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


def test_months_follow_each_other_over_the_year() -> None:
    assert Month(2026, 12).next == Month(2027, 1)


def test_months_are_ordered() -> None:
    assert max(Month(2026, 12), Month(2027, 1), Month(2026, 2)) == Month(2027, 1)


def test_a_calendar_of_nothing_still_has_working_days() -> None:
    assert Calendar(frozenset(), frozenset(), frozenset()) == WEEKENDS_ONLY
    assert WEEKENDS_ONLY.nth_working_day(date(2026, 10, 1), 1) == date(2026, 10, 2)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_ends_of_working_days_are_counted_as_the_phone_counts_them(case: dict[str, Any]) -> None:
    off, made_up = (frozenset(map(date.fromisoformat, VECTORS[name])) for name in ("days_off", "make_up_days"))
    calendar = Calendar(off, made_up, frozenset({2026}))
    start, end = (datetime.fromisoformat(case[name]) for name in ("start", "end"))
    assert calendar.ends_of_day_between(start, end) == case["ends"]
