"""The year of one county (一个县的一年): 56 orders and 460 problems under a moved clock, and the sentence they make.

Everything is made by actions, SYSTEM's share of it by the workers' own jobs; what comes out is held against the plan, which
was counted without the program. The turn of the year, when next year's holidays arrive, runs on real processes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.actions.score import recompute
from app.db import now
from app.domain.calendar import Month
from app.models import Region
from app.queries.by_id import one
from tests.desk import Desk
from tests.oracle import by_hand, from_rows
from tests.servers import Servers
from tests.stories.year_fates import FATES
from tests.stories.year_plan import BEIJING, ENDS, FULL, LISTED, PAPER, UNSIGNED, USUAL, WORKING_DAYS, Paper
from tests.stories.year_told import Standing, Told, command, said, sentence, told_year

STATES = {"done": "closed", "suspended": "suspended", "void": "void"}
LAST_CAUSE_OF_A_PERSON = "extension"


@pytest.fixture(scope="module")
def told(servers: Servers, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Told]:
    size = FULL if request.config.getoption("--long") else USUAL
    sys.stdout.write(f"{size[0]} of {FULL[0]} orders, {size[1]} of {FULL[1]} problems; --long plays them all\n")
    with told_year(servers, size, tmp_path_factory.mktemp("calendar")) as year:
        yield year


def id_of(told: Told) -> dict[str, Any]:
    """Point and order of the plan by the id of its row."""
    return {str(told.year.made[point.no]): (point, order) for order in told.orders for point in order.points}


def test_every_fate_is_in_the_plan(told: Told) -> None:
    assert {point.fate for point in told.points} == {*FATES, *ENDS}
    assert any(point.again is not None for point in told.points)


def test_the_bulletin_counts_what_was_made(told: Told) -> None:
    """Of the year, of a half and of each month; the same for the office and for the leaders."""
    begin = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    periods = [(begin[0], begin[-1]), (begin[0], begin[6]), *pairwise(begin)]
    days = [(first, behind - timedelta(days=1)) for first, behind in periods]
    office, leader = (Desk(told.county.app, login) for login in ("supervisor", "leader"))
    wanted = [sentence(told, *it) for it in days]
    assert [said(office, *it) for it in days] == wanted
    assert [said(leader, *it) for it in days] == wanted
    sys.stdout.write(f"{wanted[0]}\n")


def test_every_point_is_where_its_fate_led(told: Told) -> None:
    states = dict(told.ask("SELECT id, state FROM finding WHERE item_code <> 'SS-02'"))
    other = {"open": "fixing", "pending": "submitted"}
    assert states == {key: STATES.get(it.end) or other[it.fate] for key, (it, _) in id_of(told).items()}


def test_no_order_is_without_its_points_and_no_number_is_lost(told: Told) -> None:
    """One order went out twice: the first time it was void the same day, and its number stays used."""
    counted = dict(
        told.ask(
            "SELECT o.id, count(f.id) FILTER (WHERE f.state <> 'void') FROM supervision_order o"
            " LEFT JOIN finding f ON f.order_id = o.id WHERE o.state <> 'void' GROUP BY 1"
        )
    )
    planned = {order.no: sum(point.end != "void" for point in order.points) for order in told.orders}
    assert {key: int(n) for key, n in counted.items()} == {str(told.year.orders[no]): n for no, n in planned.items()}
    numbers = told.ask(
        "SELECT seq, count(*) FILTER (WHERE state = 'void') FROM supervision_order GROUP BY 1 ORDER BY 1"
    )
    assert [int(seq) for seq, _ in numbers] == list(range(1, len(told.orders) + 2))
    assert sum(int(void) for _, void in numbers) == 1


def test_an_order_is_closed_exactly_when_its_last_point_is(told: Told) -> None:
    ends = {str(told.year.orders[order.no]): {point.end for point in order.points} for order in told.orders}
    closed = told.ask("SELECT id FROM supervision_order WHERE state = 'closed'")
    assert {key for (key,) in closed} == {key for key, found in ends.items() if found <= {"done", "void"}}
    late = told.ask(
        "SELECT o.id FROM supervision_order o JOIN finding f ON f.order_id = o.id"
        " WHERE o.state = 'closed' GROUP BY o.id HAVING o.closed_at <> max(f.closed_at)"
    )
    assert late == []


def test_unsigned_orders_were_signed_by_the_program_after_two_days(told: Told) -> None:
    rows = told.ask("SELECT id FROM supervision_order WHERE signed_by IS NULL AND signed_at = issued_at + '48 hours'")
    mine = {str(told.year.orders[order.no]) for order in told.orders if order.no in UNSIGNED}
    assert mine
    assert {key for (key,) in rows} == mine


def test_deadlines_are_those_of_the_paper_calendar(told: Told) -> None:
    """Across 春节 and 国庆 with their make-up days, and into a year of which only weekends were known."""
    issued = told.ask(
        "SELECT DISTINCT ON (finding_id) finding_id, to_char(now AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')"
        " FROM deadline_change WHERE cause = 'issue' ORDER BY finding_id, at DESC"
    )
    known = Paper.of(2025)
    assert dict(issued) == {
        key: f"{known.after(order.issued.date(), WORKING_DAYS[point.item])} 18:00"
        for key, (point, order) in id_of(told).items()
    }


def test_every_change_of_a_deadline_has_its_row(told: Told) -> None:
    chain = "SELECT *, lag(now) OVER (PARTITION BY finding_id ORDER BY at, id) AS last FROM deadline_change"
    assert told.ask(f"SELECT finding_id FROM ({chain}) c WHERE was IS DISTINCT FROM last") == []  # noqa: S608 (our own words)
    newest = "SELECT now FROM deadline_change c WHERE c.finding_id = f.id ORDER BY at DESC, id DESC LIMIT 1"
    assert told.ask(f"SELECT id FROM finding f WHERE due_at IS DISTINCT FROM ({newest})") == []  # noqa: S608 (as above)


def test_next_years_holidays_lengthened_and_never_shortened(told: Told) -> None:
    assert {key: it for key, it in told.before.items() if told.after[key].due < it.due} == {}
    longer = {key for key, it in told.before.items() if told.after[key].due > it.due}
    ordered = {key: it for key, it in told.before.items() if it.cause == "issue" and it.due >= "2026"}
    assert {key: told.after[key].due for key in ordered} == {key: on_paper(told, key) for key in ordered}
    assert longer & ordered.keys()
    rows = told.ask("SELECT finding_id FROM deadline_change WHERE cause = 'calendar'")
    assert sorted(key for (key,) in rows) == sorted(longer)


def on_paper(told: Told, key: str) -> str:
    """As it would have been from the start; but no deadline that was printed is ever brought forward."""
    point, order = id_of(told)[key]
    return max(told.before[key].due, f"{PAPER.after(order.issued.date(), WORKING_DAYS[point.item])} 18:00")


def test_a_day_that_a_person_granted_stays(told: Told) -> None:
    granted = {key: it for key, it in told.before.items() if it.cause == LAST_CAUSE_OF_A_PERSON and it.due >= "2026"}
    assert granted
    assert {key: told.after[key] for key in granted} == granted


def test_what_ran_without_holidays_was_marked_until_they_came(told: Told) -> None:
    tentative = {
        order.no: any(waits(told, str(told.year.made[it.no])) for it in order.points)
        for order in told.rounds[-1].orders
    }
    assert any(tentative.values())
    assert told.marked == {no: (was, False) for no, was in tentative.items()}


def waits(told: Told, key: str) -> bool:
    it: Standing | None = told.before.get(key)
    return it is not None and it.cause != LAST_CAUSE_OF_A_PERSON and it.due >= "2026"


def test_every_score_is_there_and_comes_out_the_same_from_scratch(told: Told) -> None:
    """By the program itself, and by the clerk who reads the rows and knows nothing of it."""
    towns = {order.town: told.county.world.towns[order.town] for order in told.orders}
    looked = {(order.town, Month(2025, plan.month)) for plan in told.rounds for order in plan.orders}
    again = {
        it: told.county.commit(lambda it=it: recompute(one(Region, str(towns[it[0]])), it[1], now())) for it in looked
    }
    assert set(again.values()) == {None}
    stored = {it: newest_score(told, towns[it[0]], it[1]) for it in looked}
    assert stored == {it: told.with_rows(lambda ask, it=it: clerk(ask, towns[it[0]], it[1])) for it in looked}
    assert None not in stored.values()


def newest_score(told: Told, town_id: Any, month: Month) -> str | None:
    where = f"town_id = '{town_id}' AND month = '{month}-01'"
    rows = told.ask(f"SELECT value FROM score WHERE {where} ORDER BY computed_at DESC LIMIT 1")  # noqa: S608 (our own words)
    return rows[0][0] if rows else None


def clerk(ask: Callable[..., Any], town_id: Any, month: Month) -> str | None:
    value: str | None = by_hand.final_score(from_rows.facts(ask, town_id, str(month), now()))
    return value


def test_one_order_stood_in_public(told: Told) -> None:
    page = Desk(told.county.app, "leader").open("/bulletin?from=2025-01-01&to=2025-12-31").text
    listed = next(order for order in told.orders if order.no == LISTED)
    assert ("挂牌督办 1 份" in page, "分管副市长" in page, f" {listed.town} " in page) == (True, True, True)


def test_the_journal_verifies(told: Told) -> None:
    assert command(told.county, "verify")


def test_nothing_is_left_undone(told: Told) -> None:
    assert told.ask("SELECT job, key FROM due WHERE done_at IS NULL AND run_at <= xz_now()") == []
    assert told.county.next_act is None


def test_nothing_happened_on_a_day_off_but_what_runs_by_itself(told: Told) -> None:
    """The office decides on working days only, as the plan's people do."""
    days = told.ask("SELECT DISTINCT (reviewed_at AT TIME ZONE 'Asia/Shanghai')::date FROM review")
    assert [day for (day,) in days if not PAPER.works(datetime.fromisoformat(day).replace(tzinfo=BEIJING).date())] == []
