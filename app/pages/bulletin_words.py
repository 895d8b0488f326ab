"""The bulletin's words (通报的话): the sentence in pieces, so that it is read as one and each number leads to its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.domain.bulletin import Period
from app.domain.round import RoundKind
from app.pages.dates import whole_day
from app.pages.parts import t
from app.queries.bulletin import Looked, Tallies

MARK = "\x1f"  # stands around the name of a number while a sentence is taken apart; no text holds it
SAID = ("county", "first", "last", "today")  # words, whatever they are made of


@dataclass(frozen=True)
class Piece:
    """Words, or a number; `url` where a list counts the same."""

    text: str
    number: bool = False
    url: str = ""


@dataclass(frozen=True)
class Counted:
    """All that the sentence says."""

    county: str
    period: Period
    today: date
    rounds: dict[str, int]
    looked: Looked
    orders: int
    tallies: Tallies
    beside: Tallies
    share: str

    @property
    def any(self) -> bool:
        return bool(self.rounds or self.orders or self.beside.problems.every)


def pieces_of(counted: Counted) -> list[Piece]:
    """Clause after clause; one that would only say nought is left out."""
    numbers, urls = _numbers(counted), _urls(counted)
    return [piece for clause in _clauses(counted) for piece in _pieces(clause, numbers, urls)]


def _clauses(counted: Counted) -> Iterator[str]:
    yield "d.bulletin.says"
    if counted.orders:
        yield "d.bulletin.done"
    if counted.tallies.problems.suspended:
        yield "d.bulletin.suspended"
    if counted.beside.problems.every:
        yield "d.bulletin.beside"


def _pieces(clause: str, numbers: dict[str, str], urls: dict[str, str]) -> Iterator[Piece]:
    """The text with every parameter marked, cut at the marks: words and names of numbers in turn."""
    marked = t(clause, **{name: f"{MARK}{name}{MARK}" for name in numbers})
    for place, part in enumerate(marked.split(MARK)):
        if place % 2:
            yield Piece(numbers[part], part not in SAID, urls.get(part, ""))
        elif part:
            yield Piece(part)


def _numbers(it: Counted) -> dict[str, str]:
    spots, problems, beside = it.tallies.spots, it.tallies.problems, it.beside
    counts = {
        "rounds": sum(it.rounds.values()),
        **{kind.value: it.rounds.get(kind, 0) for kind in RoundKind},
        "visits": it.looked.visits,
        "towns": it.looked.towns,
        "orders": it.orders,
        "spots": spots.every,
        "problems": problems.every,
        "spots_done": spots.done,
        "problems_done": problems.done,
        "spots_suspended": spots.suspended,
        "problems_suspended": problems.suspended,
        "beside_spots": beside.spots.every,
        "beside_problems": beside.problems.every,
        "beside_done": beside.problems.done,
    }
    said = {"county": it.county, "first": whole_day(it.period.first), "last": whole_day(it.period.last)}
    return {**said, "today": whole_day(it.today), "share": it.share, **{key: str(n) for key, n in counts.items()}}


def days(period: Period) -> dict[str, Any]:
    """As an address says them."""
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _urls(it: Counted) -> dict[str, str]:
    """Lists that count exactly this; there is none of places."""

    def to(endpoint: str, **more: str) -> str:
        return url_for(endpoint, **{**days(it.period), **more})

    return {
        "rounds": to("rounds.index"),
        **{kind.value: to("rounds.index", kind=kind.value) for kind in RoundKind},
        "orders": to("orders.index"),
        "problems": to("findings.index"),
        "problems_done": to("findings.index", state="closed"),
        "problems_suspended": to("findings.index", state="suspended"),
    }
