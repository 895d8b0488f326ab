"""Days (日子): the demo's dates, counted in working days back from today, so that it always ends now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.calendar import ONE_DAY, SHANGHAI, Calendar, local_day, moment

EARLIEST, LATEST = time(8, 30), time(17, 30)
AFTERNOON = time(16)  # when that was done which would have been done in the night after
A_MOMENT = timedelta(minutes=20)


@dataclass(frozen=True)
class Days:
    """What lies before `until`, the moment at which the demo ends."""

    calendar: Calendar
    until: datetime

    def back(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        """That time of the number-th working day before today."""
        day = local_day(self.until)
        while number:
            day -= ONE_DAY
            number -= self.calendar.is_working(day)
        return moment(day, time(hour, minute))

    def next_morning(self, at: datetime, hour: int = 10) -> datetime:
        """When an office gets to it: on the next working day."""
        return moment(self.calendar.nth_working_day(local_day(at), 1), time(hour, 20))

    @property
    def newest(self) -> datetime:
        """The newest moment at which somebody is at work: now, or the end of the last day."""
        day = _day_of_night(self.until)
        return self.until if day is None else moment(day, LATEST)

    def part_of(self, start: datetime, end: datetime) -> datetime:
        """Well before the end, at an hour at which people work if there is one between the two."""
        at = start + (end - start) * 3 / 5
        if in_daylight(at) >= start + A_MOMENT:
            return in_daylight(at)
        return _not_by_night(at) if _not_by_night(at) < end else at


def in_daylight(at: datetime) -> datetime:
    """Not later, and not at night: what falls into one night is done in the afternoon before, in its order."""
    day = _day_of_night(at)
    return at if day is None else moment(day, AFTERNOON) + (at - moment(day, LATEST)) / 10


def _not_by_night(at: datetime) -> datetime:
    """Not earlier."""
    day = _day_of_night(at)
    return at if day is None else moment(day + ONE_DAY, EARLIEST) + A_MOMENT


def _day_of_night(at: datetime) -> date | None:
    """The day after whose work that night began; None by day."""
    local = at.astimezone(SHANGHAI)
    if local.time() > LATEST:
        return local.date()
    return local.date() - ONE_DAY if local.time() < EARLIEST else None
