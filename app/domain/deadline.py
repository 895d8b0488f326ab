"""Deadline (整改期限): from a limit to the printed moment, and what a return or a resumption leaves of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.calendar import END_OF_DAY, SHANGHAI, Calendar, local_day, moment

SIGN_WITHIN = timedelta(hours=48)
REMIND_TO_SIGN_AFTER = timedelta(hours=24)
ON_THE_SPOT_WITHIN = timedelta(minutes=30)
RED_LINE_LEAST = timedelta(hours=2)


class LimitKind(StrEnum):
    """What a limit is counted in (处置时限类型)."""

    MINUTES = "minutes"  # 当场
    URGENT_HOUR = "urgent_hour"  # 紧急工作时: day and night
    WORK_HOUR = "work_hour"  # 工作时: only while offices are open
    WORK_DAY = "work_day"  # 工作日
    NATURAL_DAY = "natural_day"  # 自然日


class Cause(StrEnum):
    """Why a deadline is what it is: no change without one (decision 16)."""

    ISSUE = "issue"
    HAND_OVER = "hand_over"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    RETURN = "return"
    REBOUND = "rebound"
    CALENDAR = "calendar"
    GRADE = "grade"
    REASSIGNMENT = "reassignment"
    VOID = "void"
    OVERTURN = "overturn"


SPANS = {
    LimitKind.MINUTES: timedelta(minutes=1),
    LimitKind.URGENT_HOUR: timedelta(hours=1),
    LimitKind.WORK_HOUR: timedelta(hours=1),
    LimitKind.NATURAL_DAY: timedelta(days=1),
}
BY_THE_CALENDAR = (LimitKind.WORK_DAY, LimitKind.WORK_HOUR)


@dataclass(frozen=True)
class Limit:
    """So many of one kind, such as three working days."""

    kind: LimitKind
    value: int


@dataclass(frozen=True)
class Deadline:
    """When it is due; tentative (待安排) while the holidays of a year it runs through are not announced."""

    due_at: datetime
    tentative: bool = False

    @property
    def printed(self) -> str:
        """As documents show it, before the word 前: 2026年3月11日 18:00."""
        return printed(self.due_at)


def printed(due_at: datetime) -> str:
    local = due_at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def in_time(received_at: datetime, due_at: datetime) -> bool:
    """Half-open: what arrives at the printed moment itself is late (decision 16)."""
    return received_at < due_at


def sign_by(issued_at: datetime) -> datetime:
    """Until when an order is signed for in time; deadlines do not move with it (decision 16)."""
    return issued_at + SIGN_WITHIN


def grade_once_left(grade: str, *, red_line: bool) -> str:
    """What a T0 (立行立改) becomes if not fixed within 30 minutes: T1 for a red line, else T2 (decision 20)."""
    if grade != "T0":
        return grade
    return "T1" if red_line else "T2"


def limit_of(grade: str, own: Limit | None, limits: Mapping[str, Limit], *, red_line: bool) -> Limit:
    """The limit of a point to be ordered: the checklist item's own one, else its grade's."""
    return own or limits[grade_once_left(grade, red_line=red_line)]


@dataclass(frozen=True)
class Clock:
    """How the time of one point runs."""

    limit: Limit
    red_line: bool
    calendar: Calendar

    def started(self, at: datetime) -> Deadline:
        """The deadline of a point issued or handed over at that moment; signing does not move it."""
        kind, value = self.limit.kind, self.limit.value
        if kind is LimitKind.WORK_DAY:
            return self._from(at, moment(self.calendar.nth_working_day(local_day(at), value), END_OF_DAY))
        if kind is LimitKind.WORK_HOUR:
            return self._from(at, self.calendar.after_open_time(at, value * SPANS[kind]))
        return self._from(at, at + value * SPANS[kind])

    def lengthened(self, start: datetime, due_at: datetime, before: Calendar) -> datetime:
        """The same many working days or hours by what is known now instead of `before`; never earlier than it was printed."""
        if self.limit.kind is LimitKind.WORK_DAY:
            days = before.ends_of_day_between(start, due_at)
            return max(due_at, self.calendar.nth_end_of_day(start, max(days, 1)))
        if self.limit.kind is LimitKind.WORK_HOUR:
            return max(due_at, self.calendar.after_open_time(start, before.open_time_between(start, due_at)))
        return due_at

    def may_lengthen(self, due_at: datetime) -> bool:
        """待安排: counted by working days or hours, and due in a year whose holidays have not been announced yet."""
        return self.limit.kind in BY_THE_CALENDAR and not self.calendar.knows(local_day(due_at))

    def soon(self, start: datetime, due_at: datetime, percent: int, days: int) -> datetime:
        """From when on little is left (临期): so many per cent of its time or working days, whichever comes first.

        Working days are counted by their 18:00; the least is the start itself.
        """
        share = due_at - (due_at - start) * percent / 100
        if self.limit.kind is LimitKind.WORK_DAY:
            given = self.calendar.ends_of_day_between(start, due_at)
            passed = given - max(days, -(-given * percent // 100))
            return max(start, self.calendar.nth_end_of_day(start, passed)) if passed > 0 else start
        return max(start, min(share, due_at - timedelta(days=days)))

    def returned(self, due_at: datetime, received_at: datetime, returned_at: datetime) -> Deadline:
        """The deadline after a return: an answer in time gets back what was left, and never less than the least.

        A late answer keeps its old deadline.
        """
        if not in_time(received_at, due_at):
            return self._from(returned_at, due_at)
        left = self._moved(due_at, received_at, returned_at)
        return self._from(returned_at, max(left, self._least_after(returned_at)))

    def resumed(self, due_at: datetime, suspended_at: datetime, resumed_at: datetime) -> Deadline:
        """The deadline after a suspension (挂账): the resumption plus what was left (decision 27)."""
        if not in_time(suspended_at, due_at):
            return self._from(resumed_at, due_at)
        return self._from(resumed_at, self._moved(due_at, suspended_at, resumed_at))

    def _moved(self, due_at: datetime, stopped_at: datetime, goes_on_at: datetime) -> datetime:
        """What was left is counted in what the limit is counted in; a working day passes at its 18:00."""
        if self.limit.kind is LimitKind.WORK_DAY:
            days = self.calendar.ends_of_day_between(stopped_at, due_at)
            return self.calendar.nth_end_of_day(goes_on_at, max(days, 1))
        if self.limit.kind is LimitKind.WORK_HOUR:
            hours = self.calendar.open_time_between(stopped_at, due_at)
            return self.calendar.after_open_time(goes_on_at, hours)
        return goes_on_at + (due_at - stopped_at)

    def _least_after(self, at: datetime) -> datetime:
        if self.red_line:
            return at + RED_LINE_LEAST
        return moment(self.calendar.nth_working_day(local_day(at), 1), END_OF_DAY)

    def _from(self, start: datetime, due_at: datetime) -> Deadline:
        """Whole minutes, rounded up, so that what is printed is what is meant."""
        years = range(local_day(start).year, local_day(due_at).year + 1)
        unknown = not self.calendar.known_years.issuperset(years)
        by_the_calendar = self.limit.kind in BY_THE_CALENDAR
        return Deadline(_whole_minute(due_at), tentative=unknown and by_the_calendar)


def _whole_minute(at: datetime) -> datetime:
    down = at.astimezone(UTC).replace(second=0, microsecond=0)
    return down if down == at else down + timedelta(minutes=1)
