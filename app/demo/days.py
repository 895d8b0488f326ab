"""Days (日子): the demo's dates, counted in working days back from today, so that it always ends now."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.calendar import ONE_DAY, SHANGHAI, Calendar, local_day, moment

EARLIEST, LATEST = time(8, 30), time(17, 30)
A_DAY_AND_MORE = timedelta(hours=30)


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

    def part_of(self, start: datetime, end: datetime) -> datetime:
        """Well before the end, at an hour at which people work where there is time for that."""
        at = start + (end - start) * 3 / 5
        if end - start < A_DAY_AND_MORE:
            return at
        return max(in_daylight(at), start + timedelta(hours=1))


def in_daylight(at: datetime) -> datetime:
    """Not later, and not at night."""
    local = at.astimezone(SHANGHAI)
    if local.time() < EARLIEST:
        return moment(local.date() - ONE_DAY, time(16, 40))
    if local.time() > LATEST:
        return moment(local.date(), time(16, 50))
    return at
