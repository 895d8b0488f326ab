"""Warnings (督导预警): the one table of blue, yellow and red, and from when on little is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.calendar import SHANGHAI, WEEKENDS_ONLY
from app.domain.deadline import Clock, Limit, LimitKind
from app.domain.finding import FindingState
from app.domain.warning import Colour, Reason, Thresholds, Watched, half_at, of_order, of_point, worst

USUAL = Thresholds()


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


SOON, DUE = at("2026-11-19 18:00"), at("2026-11-20 18:00")
FIXING = Watched(FindingState.FIXING, SOON, DUE, in_time_pending=False, rework_count=0)


@pytest.mark.parametrize(
    ("when", "reasons"),
    [
        ("2026-11-19 17:59", set()),
        ("2026-11-19 18:00", {Reason.SOON}),
        ("2026-11-20 17:59", {Reason.SOON}),
        ("2026-11-20 18:00", {Reason.OVERDUE}),
    ],
)
def test_time_alone_turns_a_point_blue_and_then_red(when: str, reasons: set[Reason]) -> None:
    assert of_point(FIXING, at(when), USUAL) == reasons


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"rework_count": 1}, {Reason.SOON, Reason.RETURNED}),
        ({"state": FindingState.SUSPENDED}, set()),
        ({"state": FindingState.SUBMITTED, "in_time_pending": True, "rework_count": 1}, set()),
        ({"state": FindingState.CLOSED, "rework_count": 3}, set()),
        ({"state": FindingState.ORDERED}, {Reason.SOON}),
    ],
)
def test_what_stands_is_warned_of_nothing(changed: dict[str, object], reasons: set[Reason]) -> None:
    assert of_point(replace(FIXING, **changed), SOON, USUAL) == reasons


def test_a_supervisors_delay_never_turns_a_town_red() -> None:
    """Decision 26: answered in time and undecided."""
    answered = replace(FIXING, state=FindingState.SUBMITTED, in_time_pending=True)
    assert of_point(answered, DUE + timedelta(days=9), USUAL) == set()
    assert of_point(replace(answered, in_time_pending=False), DUE, USUAL) == {Reason.OVERDUE}


def test_an_order_without_an_answer_is_yellow_from_half_its_time_on() -> None:
    half = half_at(at("2026-11-10 18:00"), DUE, USUAL)
    assert half == at("2026-11-15 18:00")
    assert of_order([frozenset()], half, half) == {Reason.UNANSWERED}
    assert of_order([frozenset()], half, half - timedelta(seconds=1)) == set()
    assert of_order([frozenset()], None, DUE) == set()


def test_an_order_has_what_any_of_its_points_has() -> None:
    points = [frozenset({Reason.SOON}), frozenset({Reason.OVERDUE}), frozenset[Reason]()]
    assert of_order(points, None, DUE) == {Reason.SOON, Reason.OVERDUE}


@pytest.mark.parametrize(
    ("reasons", "colour"),
    [
        ((), None),
        ((Reason.SOON,), Colour.BLUE),
        ((Reason.SOON, Reason.RETURNED), Colour.YELLOW),
        ((Reason.UNANSWERED,), Colour.YELLOW),
        ((Reason.RETURNED, Reason.OVERDUE), Colour.RED),
    ],
)
def test_the_worst_colour_is_shown(reasons: tuple[Reason, ...], colour: Colour | None) -> None:
    assert worst(reasons) == colour


@pytest.mark.parametrize(
    ("kind", "value", "start", "soon"),
    [
        (LimitKind.WORK_DAY, 3, "2026-11-16 09:00", "2026-11-18 18:00"),  # due Thursday evening: one working day left
        (LimitKind.WORK_DAY, 1, "2026-11-20 09:00", "2026-11-20 18:00"),  # due Monday evening
        (LimitKind.WORK_DAY, 1, "2026-11-20 19:00", "2026-11-20 19:00"),  # nothing but its one day: from the start
        (LimitKind.WORK_DAY, 15, "2026-11-02 09:00", "2026-11-17 18:00"),  # a fifth of sixteen ends of day: four left
        (LimitKind.URGENT_HOUR, 24, "2026-11-20 09:00", "2026-11-20 09:00"),  # less than a day: from the start
        (LimitKind.NATURAL_DAY, 10, "2026-11-10 09:00", "2026-11-18 09:00"),  # a fifth of ten days
        (LimitKind.NATURAL_DAY, 3, "2026-11-10 09:00", "2026-11-12 09:00"),  # a day comes before a fifth
    ],
)
def test_little_is_left_by_days_or_by_share_whichever_comes_first(
    kind: LimitKind, value: int, start: str, soon: str
) -> None:
    clock = Clock(Limit(kind, value), False, WEEKENDS_ONLY)
    due_at = clock.started(at(start)).due_at
    assert clock.soon(at(start), due_at, USUAL.soon_percent, USUAL.soon_days) == at(soon)


def test_a_holiday_is_no_day_that_is_left() -> None:
    """Due on the first working day behind the holidays: the last evening before them is when one day is left."""
    golden_week = replace(WEEKENDS_ONLY, days_off=frozenset(date(2026, 10, n) for n in range(1, 9)))
    clock = Clock(Limit(LimitKind.WORK_DAY, 2), False, golden_week)
    due_at = clock.started(at("2026-09-29 09:00")).due_at
    assert due_at == at("2026-10-09 18:00")
    assert clock.soon(at("2026-09-29 09:00"), due_at, 20, 1) == at("2026-09-30 18:00")
