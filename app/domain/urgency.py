"""Urgency (紧迫程度): the one word that a point shows of its warnings — 逾期, 临期, 返工 — and how much time that is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.calendar import Calendar
from app.domain.warning import Reason, Thresholds, Watched, of_point

ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)


class Urgency(StrEnum):
    OVERDUE = "overdue"  # 逾期
    DUE = "due"  # 临期
    REWORKED = "reworked"  # 返工
    CALM = "calm"


@dataclass(frozen=True)
class Standing:
    """Days are working days; hours are said under one day only."""

    urgency: Urgency
    n: int = 0
    unit: str = ""


def standing(point: Watched, at: datetime, calendar: Calendar) -> Standing:
    """What presses by time is said before what came back: a return has a time of its own, which runs."""
    reasons = of_point(point, at, Thresholds())
    if point.due_at is not None and Reason.OVERDUE in reasons:
        return Standing(Urgency.OVERDUE, *_length(point.due_at, at, calendar))
    if point.due_at is not None and Reason.SOON in reasons:
        return Standing(Urgency.DUE, *_length(at, point.due_at, calendar))
    if Reason.RETURNED in reasons:
        return Standing(Urgency.REWORKED, point.rework_count)
    return Standing(Urgency.CALM)


def _length(start: datetime, end: datetime, calendar: Calendar) -> tuple[int, str]:
    if end - start < ONE_DAY:
        return max((end - start) // ONE_HOUR, 1), "hours"
    return max(calendar.ends_of_day_between(start, end), 1), "days"
