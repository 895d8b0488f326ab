"""Days (日子): whatever the hour at which the demo is made, its people act by day, in order, and before deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.defaults.calendar_days import calendar_of, days
from app.demo.days import EARLIEST, LATEST, Days, in_daylight
from app.domain.calendar import SHANGHAI

MONDAY = datetime(2026, 11, 16, tzinfo=SHANGHAI)
HALF_HOURS = [MONDAY + n * timedelta(minutes=30) for n in range(48)]
AT_WORK = [at for at in HALF_HOURS if EARLIEST <= at.time() <= LATEST]


def by_day(at: datetime) -> bool:
    return EARLIEST <= at.astimezone(SHANGHAI).time() <= LATEST


@pytest.mark.parametrize("at", HALF_HOURS)
def test_what_falls_into_the_night_is_done_the_day_before(at: datetime) -> None:
    moved = in_daylight(at)
    assert by_day(moved)
    assert timedelta(0) <= at - moved <= timedelta(hours=15)


def test_what_falls_into_one_night_keeps_its_order() -> None:
    night = [MONDAY.replace(hour=17, minute=31) + n * timedelta(minutes=30) for n in range(29)]
    moved = [in_daylight(at) for at in night]
    assert moved == sorted(set(moved))


@pytest.mark.parametrize("now", HALF_HOURS)
def test_the_newest_moment_is_by_day_and_not_ahead(now: datetime) -> None:
    newest = Days(calendar_of(days()), now).newest
    assert (by_day(newest), newest <= now) == (True, True)


@pytest.mark.parametrize("hours", [24, 48, 72])
@pytest.mark.parametrize("start", AT_WORK)
def test_an_answer_is_by_day_and_in_time(start: datetime, hours: int) -> None:
    end = start + timedelta(hours=hours)
    at = Days(calendar_of(days()), end).part_of(start, end)
    assert (by_day(at), start < at < end) == (True, True)
