"""A month ends and the supervisor is late (月底没来得及核查): the town answered in time and loses nothing by it (decision 26).

A second town that did not answer shows, in the same month and on the same page, what a deduction looks like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

import pytest

from app.actions.order import step_order
from app.models import Finding, Order, Round
from app.queries.by_id import one
from tests import make
from tests.desk import Desk
from tests.servers import Servers, free_port
from tests.stack import Stack
from tests.stories.county import County, county_of
from tests.stories.year_fates import Fates
from tests.stories.year_plan import at

PUNCTUAL, SILENT = "梅城镇", "寿昌镇"
ITEMS = ("WS-03", "WS-02", "WS-02")  # one working day, and twice three
LATE = ("没按期交来", "月底没销号")
LOGINS = {PUNCTUAL: "town", SILENT: "town2"}


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return at(date(2026, month, day), hour, minute)


@dataclass
class MonthEnd:
    """Each town has an order of three points: one is settled in November, two are due on its last day at 18:00."""

    county: County
    points: dict[str, list[UUID]]

    def fates(self, town: str) -> list[Fates]:
        return [Fates(self.county, finding_id, LOGINS[town]) for finding_id in self.points[town]]

    def page(self, town: str, month: str) -> str:
        """The score's page as the town reads it, from its heading on."""
        town_id = self.county.world.towns[town]
        text = Desk(self.county.app, LOGINS[town]).open(f"/scores/{month}/{town_id}").text
        return text[text.index("大字") :]


@pytest.fixture
def month_end(servers: Servers) -> Iterator[MonthEnd]:
    stack = Stack(servers, f"late_{free_port()}")
    stack.app = stack.app.having(SWEEP_EVERY="0.3")
    stack.start_redis()
    try:
        with county_of(stack, moment(11, 23, 8), make.make_world) as county:
            yield begun(county)
    finally:
        stack.stop()


def begun(county: County) -> MonthEnd:
    """Ordered on Wednesday the 25th; three working days end on Monday the 30th."""
    points = {town: county.at(moment(11, 24, 9), partial(seen, county, town, *ITEMS)) for town in LOGINS}
    made = MonthEnd(county, points)
    for town in LOGINS:
        county.at(moment(11, 25, 10), partial(ordered, county, town, points[town]))
        first = made.fates(town)[0]
        county.later(moment(11, 26, 9), partial(first.answer_then, first.passed))
    return made


def seen(county: County, town: str, *items: str) -> list[UUID]:
    """A visit whose round is released."""
    inspector = county.world.viewers["inspector"]
    round_ = make.make_round(county.world, town)
    visit = make.make_visit(round_, inspector)
    points = [make.make_finding(visit, inspector, item).id for item in items]
    make.finish(visit, inspector)
    make.release(one(Round, str(round_.id)), county.world.viewers["supervisor"])
    return points


def ordered(county: County, town: str, points: list[UUID]) -> None:
    order = make.make_order([one(Finding, str(it)) for it in points], county.world.viewers["supervisor"])
    step_order(one(Order, str(order.id)), county.move("sign", LOGINS[town]))


def the_month_ends(month_end: MonthEnd) -> None:
    """The town sends two hours before the deadline; nobody decides. All that runs by itself is the worker's."""
    county = month_end.county
    for fate in month_end.fates(PUNCTUAL)[1:]:
        county.later(moment(11, 30, 16), partial(fate.answer_then, lambda: None))
    county.play(moment(11, 30, 15))
    county.settle()
    county.by_worker = True
    county.stack.start_worker()
    county.play(moment(12, 1, 9))
    county.stack.stop_worker()
    county.by_worker = False


def test_who_answered_in_time_loses_nothing_by_a_late_decision(month_end: MonthEnd) -> None:
    the_month_ends(month_end)
    november, silent = (month_end.page(town, "2026-11") for town in (PUNCTUAL, SILENT))
    assert [word in silent for word in (*LATE, "这个月要改完 3 处")] == [True] * 3
    assert [word in november for word in (*LATE, "这个月要改完 1 处", "+ 30 整改 30")] == [False, False, True, True]
    decided_days_later(month_end)
    assert month_end.page(PUNCTUAL, "2026-11") == november
    december = month_end.page(PUNCTUAL, "2026-12")
    assert [word in december for word in (*LATE, "这个月要改完 1 处", "+ 30 整改 30")] == [False, False, True, True]
    answered_again(month_end)
    assert month_end.page(PUNCTUAL, "2026-11") == november
    december = month_end.page(PUNCTUAL, "2026-12")
    assert [word in december for word in (*LATE, "这个月要改完 2 处", "退回过")] == [False, False, True, True]


def decided_days_later(month_end: MonthEnd) -> None:
    """One is passed, one returned; and December has a visit of its own, so that it has a score."""
    county, (_, passed, returned) = month_end.county, month_end.fates(PUNCTUAL)
    county.at(moment(12, 2, 9), partial(seen, county, PUNCTUAL))
    county.at(moment(12, 3, 10), lambda: passed.decide("pass"))
    county.at(moment(12, 3, 11), lambda: returned.decide("return"))
    county.settle()


def answered_again(month_end: MonthEnd) -> None:
    """Within the working day that a return leaves at least."""
    county, returned = month_end.county, month_end.fates(PUNCTUAL)[2]
    county.at(moment(12, 4, 10), lambda: returned.answer_then(lambda: None))
    county.at(moment(12, 7, 10), lambda: returned.decide("pass"))
    county.settle()
