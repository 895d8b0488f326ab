"""Urgency (紧迫程度): the worst of 逾期, 临期 and 返工 is said, in working days or, under a day, in hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.calendar import WEEKENDS_ONLY
from app.domain.finding import FindingState
from app.domain.urgency import Standing, Urgency, standing
from app.domain.warning import Watched

DUE = datetime(2026, 11, 20, 10, tzinfo=UTC)  # a Friday, 18:00 in China
FIXING = Watched(FindingState.FIXING, DUE - timedelta(days=2), DUE, in_time_pending=False, rework_count=0)
CALM = Standing(Urgency.CALM)


def at(**later: float) -> Standing:
    return standing(FIXING, DUE + timedelta(**later), WEEKENDS_ONLY)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, Standing(Urgency.OVERDUE, 1, "hours")),
        (23, Standing(Urgency.OVERDUE, 23, "hours")),
        (24, Standing(Urgency.OVERDUE, 1, "days")),
        (72, Standing(Urgency.OVERDUE, 1, "days")),
        (96, Standing(Urgency.OVERDUE, 2, "days")),
        (-0.5, Standing(Urgency.DUE, 1, "hours")),
        (-23, Standing(Urgency.DUE, 23, "hours")),
        (-24, Standing(Urgency.DUE, 1, "days")),
        (-47, Standing(Urgency.DUE, 2, "days")),
        (-49, CALM),
    ],
)
def test_a_running_point_is_said_by_how_far_it_is_from_its_deadline(hours: float, said: Standing) -> None:
    assert at(hours=hours) == said


def test_a_weekend_is_no_working_day() -> None:
    assert at(days=3) == Standing(Urgency.OVERDUE, 1, "days")


def test_an_answer_in_time_keeps_a_point_from_being_overdue() -> None:
    submitted = replace(FIXING, state=FindingState.SUBMITTED, in_time_pending=True)
    assert standing(submitted, DUE + timedelta(days=5), WEEKENDS_ONLY) == CALM


def test_a_late_answer_does_not() -> None:
    submitted = replace(FIXING, state=FindingState.SUBMITTED)
    assert standing(submitted, DUE + timedelta(hours=2), WEEKENDS_ONLY) == Standing(Urgency.OVERDUE, 2, "hours")


@pytest.mark.parametrize("state", [FindingState.SUSPENDED, FindingState.CLOSED, FindingState.VOID])
def test_a_point_whose_clock_stands_or_has_ended_presses_nobody(state: FindingState) -> None:
    assert standing(replace(FIXING, state=state), DUE + timedelta(days=9), WEEKENDS_ONLY) == CALM


def test_a_returned_point_far_from_its_deadline_is_said_to_be_reworked() -> None:
    again = replace(FIXING, rework_count=2)
    assert standing(again, DUE - timedelta(days=9), WEEKENDS_ONLY) == Standing(Urgency.REWORKED, 2)


def test_overdue_is_worse_than_reworked() -> None:
    again = replace(FIXING, rework_count=2)
    assert standing(again, DUE + timedelta(days=1), WEEKENDS_ONLY).urgency is Urgency.OVERDUE
