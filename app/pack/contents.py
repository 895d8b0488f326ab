"""What a pack holds (证据包的内容): records as plain words and numbers, which pictures they speak of, and what they are about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.domain.calendar import SHANGHAI

Record = dict[str, Any]


@dataclass
class Contents:
    """`records` is what `records.json` says; `pictures` the hashes whose bytes go along; `about` the subjects of its acts."""

    records: Record
    pictures: set[str] = field(default_factory=set)
    about: set[UUID] = field(default_factory=set)


def clock(at: datetime) -> str:
    """2026-11-18 10:00 in China; a pack is read years later, so the year is always named."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def told(at: datetime | None) -> str | None:
    """UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat() if at else None
