"""What a check found (核验结果): a code, the exact place, and the sentence that tells it; and the count of all that was looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.calendar import SHANGHAI
from app.texts import say

ALARMS = frozenset({"time_goes_back", "token_too_early"})  # to be looked at, and no break
MOST = 1000  # findings that are told one by one; the rest are counted


@dataclass(frozen=True)
class Found:
    """`place`: stream, seq, n, sha256 … as its sentence needs them."""

    code: str
    place: dict[str, Any]

    @property
    def is_alarm(self) -> bool:
        return self.code in ALARMS

    def said(self, language: str) -> str:
        return say(f"d.verify.{self.code}", language, **self.place)


def found(code: str, **place: Any) -> Found:
    return Found(code, {name: _plain(value) for name, value in place.items()})


def _plain(value: Any) -> str | int:
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return value if isinstance(value, int) else str(value)


@dataclass
class Report:
    """What was looked at, and what of it does not hold."""

    looked: Counter[str] = field(default_factory=Counter)  # rows, streams, files, photos, receipts
    codes: Counter[str] = field(default_factory=Counter)
    told: list[Found] = field(default_factory=list)

    def take(self, each: Iterable[Found]) -> None:
        for it in each:
            self.codes[it.code] += 1
            if len(self.told) < MOST:
                self.told.append(it)

    @property
    def broken(self) -> int:
        return sum(n for code, n in self.codes.items() if code not in ALARMS)

    @property
    def alarms(self) -> int:
        return sum(self.codes.values()) - self.broken
