"""Holiday arrangements (节假日安排) as rows: 2025 and 2026."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.defaults.files import rows
from app.domain.calendar import Calendar


class DayKind(StrEnum):
    """How a day differs from an ordinary one of its weekday."""

    OFF = "off"  # 放假
    MAKE_UP = "make_up"  # 调休上班


@dataclass(frozen=True)
class DayRow:
    """One day that is not as its weekday says."""

    day: date
    kind: DayKind
    holiday: str


def days() -> Iterator[DayRow]:
    for row in rows("holidays.csv"):
        yield DayRow(date.fromisoformat(row["day"]), DayKind(row["kind"]), row["holiday"])


def calendar_of(arranged: Iterable[DayRow]) -> Calendar:
    """A working calendar; a year is known once it has a row."""
    known = tuple(arranged)
    return Calendar(
        days_off=frozenset(row.day for row in known if row.kind is DayKind.OFF),
        make_up_days=frozenset(row.day for row in known if row.kind is DayKind.MAKE_UP),
        known_years=frozenset(row.day.year for row in known),
    )
