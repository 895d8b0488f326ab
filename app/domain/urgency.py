"""Urgency (紧迫程度): how a point stands against its deadline — 逾期, 临期, 返工, or none of them; the worst wins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.calendar import Calendar
from app.domain.finding import RUNNING, FindingState, is_overdue

SOON = timedelta(days=2)
ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


class Urgency(StrEnum):
    OVERDUE = "overdue"  # 逾期
    DUE = "due"  # 临期
    REWORKED = "reworked"  # 返工
    CALM = "calm"


@dataclass(frozen=True)
class Running:
    """What of a point urgency depends on."""

    state: FindingState
    due_at: datetime | None
    in_time_pending: bool
    rework_count: int


@dataclass(frozen=True)
class Standing:
    """Days are working days; hours are said under one day only."""

    urgency: Urgency
    n: int = 0
    unit: str = ""


def standing(point: Running, at: datetime, calendar: Calendar) -> Standing:
    if is_overdue(point.state, point.due_at, point.in_time_pending, at) and point.due_at is not None:
        return Standing(Urgency.OVERDUE, *_length(point.due_at, at, calendar))
    if point.state in RUNNING and point.due_at is not None and at < point.due_at <= at + SOON:
        return Standing(Urgency.DUE, *_length(at, point.due_at, calendar))
    if point.rework_count and point.state is FindingState.FIXING:
        return Standing(Urgency.REWORKED, point.rework_count)
    return Standing(Urgency.CALM)


def _length(start: datetime, end: datetime, calendar: Calendar) -> tuple[int, str]:
    if end - start < ONE_DAY:
        return max((end - start) // ONE_HOUR, 1), "hours"
    return max(calendar.ends_of_day_between(start, end), 1), "days"
