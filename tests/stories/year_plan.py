"""The plan of one county's year (一年的安排): drawn once from a seed, and counted here without a line of the program.

56 orders and 460 problems, as a county of Zhejiang told of its own 2021; the days off and make-up days are those of 2025
and, once they are announced, of 2026 (app/defaults/SOURCES.md names their source).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from pathlib import Path

BEIJING = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
FULL, USUAL = (56, 460), (14, 115)  # orders and problems: all of them with --long, else a quarter
ROUNDS = 12
TOWNS = ("梅城镇", "寿昌镇", "乾潭镇", "大同镇", "三都镇", "大洋镇", "杨村桥镇")
WORKING_DAYS = {"WS-03": 1, "WS-02": 3, "DZ-05": 7, "XL-01": 15, "LS-06": 30}  # what each item may take
HAZARD = "SS-02"  # handed over on the spot, in no order
ENDS = {"open": "open", "pending": "open", "standing": "suspended", "void": "void"}  # all other fates end closed
FATES = {
    "fixed": 62,
    "late": 9,
    "returned": 9,
    "twice": 2,
    "rebound": 4,
    "extended": 6,
    "resumed": 3,
    "standing": 2,
    "open": 2,
    "pending": 1,
}
LAST_FATES = {"fixed": 60, "extended": 20, "open": 12, "pending": 8}  # of December: what ends in January, or not at all
WITHDRAWN = 5  # this order went out once before, and was void the same day
LISTED = 8
UNSIGNED = (3, 10, 21, 40, 47)  # SYSTEM signs them after 48 hours
VOIDS, HAZARDS = 4, 4
HOLIDAYS = Path(__file__).parents[2] / "app/defaults/holidays.csv"
VISITED = {1: 20, 9: 22, 12: 15}  # the day of the month on which a round begins; else the 8th
OPEN_FROM = {
    1: (24, 26),
    9: (28, 29, 30),
    12: (19, 22, 26, 30),
}  # issued then; two of them are Sundays that are worked


@dataclass(frozen=True)
class Paper:
    """Days off and make-up days as somebody reads them from the notice."""

    off: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def of(cls, *years: int) -> Paper:
        lines = list(csv.DictReader(HOLIDAYS.read_text(encoding="utf-8").splitlines()))
        days = {kind: frozenset(_of_years(lines, kind, years)) for kind in ("off", "make_up")}
        return cls(days["off"], days["make_up"])

    def works(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, number: int) -> date:
        """The number-th working day behind it."""
        while number:
            day += DAY
            number -= self.works(day)
        return day


def _of_years(lines: Iterable[dict[str, str]], kind: str, years: tuple[int, ...]) -> Iterator[date]:
    days = (date.fromisoformat(line["day"]) for line in lines if line["kind"] == kind)
    return (day for day in days if day.year in years)


PAPER = Paper.of(2025, 2026)


@dataclass(frozen=True)
class Point:
    no: int
    item: str
    fate: str
    again: int | None = None  # the point at whose spot it was found

    @property
    def end(self) -> str:
        return ENDS.get(self.fate, "done")

    @property
    def spot(self) -> int:
        return self.no if self.again is None else self.again


@dataclass
class OrderPlan:
    no: int
    town: str
    issued: datetime
    points: list[Point] = field(default_factory=list)


@dataclass
class RoundPlan:
    month: int
    visited: date
    released: date
    orders: list[OrderPlan]
    hazards: list[str] = field(default_factory=list)  # towns

    @property
    def kind(self) -> str:
        return "announced" if self.month % 3 == 0 else "unannounced"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def draw(orders_in_all: int, problems: int, seed: int = 2032) -> list[RoundPlan]:
    chances = random.Random(seed)  # noqa: S311 - a story, no secret
    sizes = _sizes(orders_in_all, problems, chances)
    rounds, number = [], 0
    for month in range(1, ROUNDS + 1):
        count = orders_in_all // ROUNDS + (month <= orders_in_all % ROUNDS)
        orders = [_order(number + n, month, chances) for n in range(count)]
        for order, town in zip(orders, chances.sample(TOWNS, count), strict=True):
            order.town = town
        visited = _on_duty(date(2025, month, VISITED.get(month, 8)))
        rounds.append(RoundPlan(month, visited, _on_duty(visited + 3 * DAY), orders))
        number += count
    _fill(rounds, sizes, chances)
    for plan in chances.sample(rounds[:-1], HAZARDS):
        plan.hazards.append(plan.orders[0].town)
    return rounds


def _sizes(orders: int, problems: int, chances: random.Random) -> list[int]:
    """How many problems each order has, between 3 and 15."""
    sizes = [problems // orders + (n < problems % orders) for n in range(orders)]
    for _ in range(150):
        less, more = chances.sample(range(orders), 2)
        if sizes[less] > 3 and sizes[more] < 15:
            sizes[less], sizes[more] = sizes[less] - 1, sizes[more] + 1
    return sizes


def _order(no: int, month: int, chances: random.Random) -> OrderPlan:
    days = OPEN_FROM.get(month, (15, 16, 17, 18))
    issued = _on_duty(date(2025, month, days[no % len(days)]))
    return OrderPlan(no, "", at(issued, chances.randint(10, 16)))


def _on_duty(day: date) -> date:
    return day if PAPER.works(day) else PAPER.after(day, 1)


def _fill(rounds: list[RoundPlan], sizes: list[int], chances: random.Random) -> None:
    voids = set(chances.sample(range(len(sizes) - 8), VOIDS))
    earlier: list[tuple[int, str, Point]] = []
    number = 0
    for plan in rounds:
        for order in plan.orders:
            for extra in range(sizes[order.no] + (order.no in voids)):
                fate = "void" if extra == sizes[order.no] else _fate(plan.month, chances)
                item = _item(fate, chances)
                order.points.append(Point(number, item, fate, _again(plan.month, order.town, item, earlier, chances)))
                number += 1
        earlier += [(plan.month, order.town, point) for order in plan.orders for point in order.points]


def _fate(month: int, chances: random.Random) -> str:
    fates = LAST_FATES if month == ROUNDS else FATES
    fate = chances.choices(list(fates), list(fates.values()))[0]
    return "fixed" if fate == "standing" and month < 6 else fate  # a year is the longest


def _item(fate: str, chances: random.Random) -> str:
    """Time is asked for what takes days."""
    items = [item for item, days in WORKING_DAYS.items() if fate != "extended" or days in {7, 15}]
    return chances.choice(items)


def _again(
    month: int, town: str, item: str, earlier: list[tuple[int, str, Point]], chances: random.Random
) -> int | None:
    """Every seventh lies where one was put right before."""
    known = [
        it.no
        for when, where, it in earlier
        if (where, it.item, it.fate) == (town, item, "fixed") and when <= month - 3 and it.again is None
    ]
    return chances.choice(known) if known and chances.random() < 1 / 7 else None


@dataclass(frozen=True)
class Count:
    """All, put right, suspended: of places and of problems."""

    spots: tuple[int, int, int]
    problems: tuple[int, int, int]

    @property
    def share(self) -> str:
        every, done, suspended = self.problems
        if every == suspended:
            return "—"
        tenths = Fraction(1000 * done, every - suspended) + Fraction(1, 2)
        return f"{tenths.numerator // tenths.denominator / 10:.1f}%"


def count(points: Iterable[Point]) -> Count:
    told = [point for point in points if point.end != "void"]
    by_spot: dict[int, list[str]] = {}
    for point in told:
        by_spot.setdefault(point.spot, []).append(point.end)
    places = [_end_of_place(ends) for ends in by_spot.values()]
    return Count(_sums(places), _sums([point.end for point in told]))


def _end_of_place(ends: list[str]) -> str:
    return "open" if "open" in ends else "suspended" if "suspended" in ends else "done"


def _sums(ends: list[str]) -> tuple[int, int, int]:
    return len(ends), ends.count("done"), ends.count("suspended")
