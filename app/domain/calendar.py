"""Calendar (工作日历): working days and hours; holidays (节假日) and make-up days (调休) are data handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import count, islice, takewhile

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone, no summer time since 1991
WORKING_HOURS = ((time(8), time(12)), (time(14), time(18)))
END_OF_DAY = time(18)
ONE_DAY = timedelta(days=1)


def local_day(at: datetime) -> date:
    """The date on the wall in China at that moment."""
    return at.astimezone(SHANGHAI).date()


def moment(day: date, clock: time) -> datetime:
    """The moment (UTC) when China's clocks show that time on that day."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in China's time, such as 2026-10."""

    year: int
    number: int

    @classmethod
    def of(cls, at: datetime) -> "Month":
        day = local_day(at)
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2026-10"; anything else is a ValueError."""
        first = date.fromisoformat(f"{text}-01")
        return cls(first.year, first.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def start(self) -> datetime:
        """The first moment that belongs to the month."""
        return moment(self.first_day, time(0))

    @property
    def end(self) -> datetime:
        """The first moment that no longer belongs to it (half-open)."""
        return self.next.start

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def __contains__(self, at: datetime) -> bool:
        return Month.of(at) == self

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. A year nobody has announced yet (待安排) knows its weekends only."""

    days_off: frozenset[date]
    make_up_days: frozenset[date]  # weekends that are worked
    known_years: frozenset[int]

    def without(self, year: int) -> "Calendar":
        """As it was before the days of that year were announced."""
        return Calendar(
            frozenset(day for day in self.days_off if day.year != year),
            frozenset(day for day in self.make_up_days if day.year != year),
            self.known_years - {year},
        )

    def knows(self, day: date) -> bool:
        """Has the holiday arrangement of that day's year been announced?"""
        return day.year in self.known_years

    def is_working(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < 5 and day not in self.days_off

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days later than that day, nearest first, without end."""
        return (later for later in (day + n * ONE_DAY for n in count(1)) if self.is_working(later))

    def nth_working_day(self, day: date, number: int) -> date:
        """The number-th working day after that day: the day itself never counts."""
        return next(islice(self.working_days_after(day), number - 1, None))

    def ends_of_day_between(self, start: datetime, end: datetime) -> int:
        """How many times a working day ended (18:00) after start, up to and including end."""
        ends = (moment(day, END_OF_DAY) for day in self._days_from(start))
        return sum(start < closes for closes in takewhile(lambda closes: closes <= end, ends))

    def nth_end_of_day(self, at: datetime, number: int) -> datetime:
        """The number-th end (18:00) of a working day later than that moment."""
        ends = (moment(day, END_OF_DAY) for day in self._days_from(at))
        return next(islice((closes for closes in ends if at < closes), number - 1, None))

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long offices were open from start to end."""
        spans = takewhile(lambda span: span[0] < end, self._open_from(start))
        return sum((min(closes, end) - opens for opens, closes in spans), timedelta())

    def after_open_time(self, at: datetime, left: timedelta) -> datetime:
        """The moment when offices will have been open that long (工作时)."""
        passed = timedelta()
        for opens, closes in self._open_from(at):
            if left <= passed + (closes - opens):
                return opens + (left - passed)
            passed += closes - opens
        raise AssertionError("a calendar has no last day")

    def _open_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        for day in self._days_from(at):
            for opens, closes in WORKING_HOURS:
                if at < moment(day, closes):
                    yield max(at, moment(day, opens)), moment(day, closes)

    def _days_from(self, at: datetime) -> Iterator[date]:
        """The working days from the one that moment lies in, without end."""
        return self.working_days_after(local_day(at) - ONE_DAY)


WEEKENDS_ONLY = Calendar(frozenset(), frozenset(), frozenset())
