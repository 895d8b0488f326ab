"""Writes holidays.csv from the package chinesecalendar: `python -m app.defaults.calendar_import 2025 2026`."""

import csv
import sys
from collections.abc import Iterable, Iterator

import chinese_calendar

from app.defaults.calendar_days import DayKind, DayRow
from app.defaults.files import FOLDER

# The package shortens three names of the notices.
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def arranged(years: Iterable[int]) -> Iterator[DayRow]:
    """Days off and make-up days of those years; a year the package does not know has none."""
    wanted = frozenset(years)
    sources = ((chinese_calendar.holidays, DayKind.OFF), (chinese_calendar.workdays, DayKind.MAKE_UP))
    found = [
        DayRow(day, kind, _name(holiday))
        for days, kind in sources
        for day, holiday in days.items()
        if day.year in wanted
    ]
    yield from sorted(found, key=lambda row: row.day)


def write(rows: Iterable[DayRow]) -> None:
    with (FOLDER / "holidays.csv").open("w", encoding="utf-8", newline="") as table:
        lines = csv.writer(table, lineterminator="\n")
        lines.writerow(("day", "kind", "holiday"))
        lines.writerows((row.day.isoformat(), row.kind, row.holiday) for row in rows)


def _name(holiday: str) -> str:
    name: str = chinese_calendar.Holiday(holiday).chinese
    return NAMES.get(name, name)


if __name__ == "__main__":
    write(arranged(int(year) for year in sys.argv[1:]))
