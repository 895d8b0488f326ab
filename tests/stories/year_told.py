"""A year that is over (过完的一年): played once for all the tests of it, with what was seen when the next year's holidays came."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.db import db
from app.domain.calendar import Month
from tests.desk import Desk
from tests.make import COUNTY
from tests.servers import Servers, free_port
from tests.stack import Stack
from tests.stories.county import County, county_of
from tests.stories.year_acts import Year, prepare
from tests.stories.year_plan import HOLIDAYS, Count, OrderPlan, Point, RoundPlan, at, count, draw

BEGINS = at(date(2025, 1, 2), 8)
YEARS_LAST = at(date(2025, 12, 31), 8)  # the next year's holidays arrive today
NEW_YEAR = at(date(2026, 1, 3), 8)
MARK = "待安排"
OPEN_POINTS = (
    "SELECT f.id, f.state, to_char(f.due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'),"
    " (SELECT cause FROM deadline_change c WHERE c.finding_id = f.id ORDER BY at DESC LIMIT 1)"
    " FROM finding f WHERE f.state IN ('ordered', 'fixing', 'submitted', 'suspended')"
)


@dataclass(frozen=True)
class Standing:
    """A point under way, as its row has it."""

    state: str
    due: str
    cause: str


@dataclass
class Told:
    rounds: list[RoundPlan]
    year: Year
    before: dict[str, Standing] = field(default_factory=dict)
    after: dict[str, Standing] = field(default_factory=dict)
    marked: dict[int, tuple[bool, bool]] = field(default_factory=dict)  # 待安排 on December's orders, before and after

    @property
    def county(self) -> County:
        return self.year.county

    @property
    def orders(self) -> list[OrderPlan]:
        return [order for plan in self.rounds for order in plan.orders]

    @property
    def points(self) -> list[Point]:
        return [point for order in self.orders for point in order.points]

    def ask(self, sql: str) -> list[list[str]]:
        return [line.split("|") for line in self.county.stack.ask(sql).splitlines()]

    def with_rows(self, act: Callable[[Callable[..., list[dict[str, Any]]]], Any]) -> Any:
        """For who reads the tables row by row, in one transaction."""

        def rows(sql: str, **values: Any) -> list[dict[str, Any]]:
            return [dict(row) for row in db.session.connection().exec_driver_sql(sql, values).mappings()]

        return self.county.commit(lambda: act(rows))


@contextmanager
def told_year(servers: Servers, size: tuple[int, int], folder: Path) -> Iterator[Told]:
    stack = Stack(servers, f"year_{free_port()}")
    stack.app = stack.app.having(SWEEP_EVERY="0.3")
    stack.ask("DELETE FROM holiday WHERE day >= '2026-01-01'")
    stack.start_redis()
    try:
        with county_of(stack, BEGINS, prepare) as county:
            told = Told(draw(*size), Year(county, draw(*size)))
            told.year.put_on()
            month_by_month(county, YEARS_LAST)
            turn_of_the_year(told, folder / "2026.csv")
            month_by_month(county, None)
            county.settle()
            yield told
    finally:
        stack.stop()


def month_by_month(county: County, until: datetime | None) -> None:
    """Scores are computed when a month is over, as a worker that was away would do it. None: until all is done."""
    while county.next_act is not None and (until is None or county.next_act <= until):
        over = Month.of(county.next_act).end + timedelta(minutes=5)
        county.play(over if until is None else min(over, until))
        county.scores()


def turn_of_the_year(told: Told, file: Path) -> None:
    """Three days on real processes: the command takes the file in, the worker lengthens what has run without it."""
    county = told.county
    county.settle()
    told.before, marked = under_way(told), marks(told)
    header, *lines = HOLIDAYS.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, *(line for line in lines if line.startswith("2026"))]), encoding="utf-8")
    county.stack.start_worker()
    county.by_worker = True
    command(
        county, "calendar", str(file), "--region", COUNTY
    )  # of the whole province it would be a job for each county
    county.pass_time(YEARS_LAST)
    told.after = under_way(told)
    told.marked = {no: (marked[no], is_marked) for no, is_marked in marks(told).items()}
    county.play(NEW_YEAR)
    county.stack.stop_worker()
    county.by_worker = False


def command(county: County, *words: str) -> str:
    argv = [sys.executable, "-m", "flask", *words]
    done = subprocess.run(argv, env=county.stack.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def under_way(told: Told) -> dict[str, Standing]:
    return {row[0]: Standing(*row[1:]) for row in told.ask(OPEN_POINTS)}


def marks(told: Told) -> dict[int, bool]:
    """On the pages of December's orders."""
    desk = Desk(told.county.app, "supervisor")
    last = {order.no: told.year.orders[order.no] for order in told.rounds[-1].orders}
    return {no: MARK in desk.open(f"/orders/{order_id}").text for no, order_id in last.items()}


def said(desk: Desk, first: date, last: date) -> str:
    """The bulletin's sentence, as it is read."""
    page = desk.get(f"/bulletin?from={first}&to={last}").get_data(as_text=True)
    found = re.search(r'id="sentence">(.*?)</p>', page)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found.group(1))


def sentence(told: Told, first: date, last: date) -> str:
    """As somebody would write it who counts in the plan."""
    rounds = [plan for plan in told.rounds if first <= plan.released <= last]
    orders = [order for order in told.orders if first <= order.issued.date() <= last]
    kinds = [plan.kind for plan in rounds]
    looked = [order.town for plan in rounds for order in plan.orders]
    counted = count(point for order in orders for point in order.points)
    words = (
        f"{_day(first)}至{_day(last)}，建德市公布督查行动{len(rounds)}次（明查{kinds.count('announced')}次、"
        f"暗访{kinds.count('unannounced')}次），检查{len(looked)}镇次，覆盖镇街{len(set(looked))}个，"
        f"下发督办单{len(orders)}份，整改点位{counted.spots[0]}处、问题{counted.problems[0]}个。"
    )
    done = _done(counted, told.county.commit(lambda: told.county.today)) if orders else ""
    return words + done + _beside(told, first, last)


def _done(counted: Count, today: date) -> str:
    words = f"截至{_day(today)}，已整改点位{counted.spots[1]}处、问题{counted.problems[1]}个，整改率{counted.share}。"
    if counted.problems[2]:
        words += f"挂账点位{counted.spots[2]}处、问题{counted.problems[2]}个，不计入整改率，单独列出。"
    return words


def _beside(told: Told, first: date, last: date) -> str:
    """Hazards were told on the spot, on the day of the visit."""
    hazards = sum(len(plan.hazards) for plan in told.rounds if first <= plan.visited <= last)
    return f"另有未编入督办单的点位{hazards}处、问题{hazards}个，其中已整改{hazards}个。" if hazards else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
