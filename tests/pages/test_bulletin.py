"""The bulletin (通报小结): the sentence of a period from released, issued and disclosed facts alone, the same for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.order import step_order
from app.db import db, now
from app.domain.calendar import SHANGHAI
from app.domain.finding import Sameness
from app.domain.people import SYSTEM
from app.domain.round import RoundKind
from app.models import Finding, Order, Round
from app.queries.by_id import one
from tests import make
from tests.desk import Desk, Page

NOVEMBER = "/bulletin?from=2026-11-01&to=2026-11-30"
NOTHING = "这段时间没有可通报的"
AT = datetime(2026, 11, 12, 10, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _twelfth_of_november(clock: Callable[[datetime], None]) -> None:
    clock(AT)


def sentence(desk: Desk, path: str = NOVEMBER) -> str:
    page = desk.get(path).get_data(as_text=True)
    found = re.search(r'<p class="prose" id="sentence">(.*?)</p>', page)
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


def links(desk: Desk, path: str = NOVEMBER) -> list[tuple[str, str]]:
    """(address, number) of every number that leads somewhere."""
    page = desk.get(path).get_data(as_text=True)
    said = re.search(r'id="sentence">(.*?)</p>', page)
    assert said is not None
    return [(url.replace("&amp;", "&"), n) for url, n in re.findall(r'<a href="([^"]+)">(\d+)</a>', said.group(1))]


@pytest.fixture
def told(case: Any, look: Any, world: make.World) -> Any:
    """Three points found, one twice at its spot; ordered, one passed and one suspended: (case, order id)."""
    made = case(2)
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    with look(SYSTEM):
        first = one(Finding, made.finding_ids[0])
        visit = one(Round, made.round_id).visits[0]
        again = make.make_finding(visit, inspector, sameness=Sameness.AGAIN, spot_id=first.spot_id)
        made.finding_ids.append(again.id)
        db.session.commit()
    order_id = made.answered()
    with look(SYSTEM):
        done, returned = (one(Finding, it) for it in made.finding_ids[:2])
        step_finding(done, Move("pass", supervisor, now()))
        step_finding(returned, Move("return", supervisor, now(), "没清干净"))
        until = {"until": date(2027, 3, 1)}
        step_finding(returned, Move("suspend", supervisor, now(), "等管网工程", until))
        db.session.commit()
    return made, order_id


def test_the_sentence_counts_places_and_problems(desk: Any, told: Any) -> None:
    assert sentence(desk("supervisor")) == (
        "2026年11月1日至2026年11月30日，建德市公布督查行动1次（明查0次、暗访1次），检查1镇次，覆盖镇街1个，"
        "下发督办单1份，整改点位2处、问题3个。截至2026年11月12日，已整改点位0处、问题1个，整改率50.0%。"
        "挂账点位1处、问题1个，不计入整改率，单独列出。"
    )


def test_whoever_may_read_it_reads_the_same(desk: Any, told: Any, case: Any, look: Any, world: make.World) -> None:
    """`supervisor` is in a round that is not released, has confirmed a point there and drafted another order."""
    hidden = case(4)
    with look(SYSTEM):
        step_finding(one(Finding, hidden.finding_ids[0]), Move("confirm", world.viewers["supervisor"], now()))
        db.session.commit()
    told_to = [sentence(desk(login)) for login in ("supervisor", "supervisor2", "leader")]
    assert told_to[0].startswith("2026年11月1日至")
    assert len(set(told_to)) == 1
    pages = [visible(desk(login).open(NOVEMBER)) for login in ("supervisor", "supervisor2", "leader")]
    assert len(set(pages)) == 1


def visible(page: Page) -> str:
    """From the page's own heading on; the navigation before it is each role's own."""
    return page.text[page.text.rindex("按公布、下发的日子统计") :]


def test_a_hidden_round_alone_is_nothing_to_tell(desk: Any, case: Any) -> None:
    case(3)
    assert NOTHING in desk("supervisor").open(NOVEMBER).text


def test_each_number_leads_to_a_list_that_counts_the_same(desk: Any, told: Any, case: Any, look: Any) -> None:
    """With a void point in the order, a drafted order and an undisclosed point beside: none of them is in the lists."""
    more = case(2).released()
    with look(SYSTEM):
        rest = [one(Finding, it) for it in more.finding_ids]
        order = make.make_order(rest, more.world.viewers["supervisor"])
        step_finding(rest[0], Move("void", more.world.viewers["supervisor"], now(), "认错了"))
        db.session.commit()
        assert len(order.findings) == 2
    case(3)
    for login in ("supervisor", "leader"):
        reader = desk(login)
        shown = {url: (number, total(reader.open(url))) for url, number in links(reader)}
        assert len(shown) == 7
        assert {url: pair for url, pair in shown.items() if pair[0] != pair[1]} == {}
        assert {number for number, _ in shown.values()} == {"0", "1", "2", "4"}


def total(page: Page) -> str:
    """How many a list says it has: 整改点位 3 处, 督办单 1 份, 督查行动 1 次."""
    found = re.search(r"(?:整改点位|督办单|督查行动) (\d+) [处份次]", page.text[page.text.index("大字") :])
    assert found is not None, page.text
    return found.group(1)


def test_a_list_of_a_period_can_be_left_again(desk: Any, told: Any) -> None:
    page = desk("supervisor").open("/orders?from=2026-11-01&to=2026-11-30&state=signed")
    assert "时段：2026-11-01 至 2026-11-30" in page.text
    assert "/orders?state=signed" in page.links


def test_days_are_counted_by_the_clocks_in_china(desk: Any, told: Any) -> None:
    reader = desk("leader")
    assert "督办单1份" in sentence(reader, "/bulletin?from=2026-11-12&to=2026-11-12")
    assert sentence(reader, "/bulletin?from=2026-11-13&to=2026-11-30") == ""
    assert sentence(reader, "/bulletin?from=2026-11-01&to=2026-11-11") == ""


def test_a_void_order_is_none_and_its_points_stand_beside(desk: Any, case: Any, look: Any, world: make.World) -> None:
    made = case(2)
    order_id = made.ordered()
    with look(SYSTEM):
        step_order(one(Order, order_id), Move("void", world.viewers["supervisor"], now(), "发错了"))
        db.session.commit()
    said = sentence(desk("leader"))
    assert "下发督办单0份，整改点位0处、问题0个。" in said
    assert "另有未编入督办单的点位2处、问题2个，其中已整改0个。" in said


def test_what_is_suspended_is_listed_with_its_day_and_reason(desk: Any, told: Any, clock: Any) -> None:
    """Also by the bulletin of a later period: it falls between no two of them."""
    for path in (NOVEMBER, "/bulletin?from=2026-12-01&to=2026-12-31"):
        page = desk("leader").open(path)
        assert "挂账问题 1 个" in page.text
        assert ("等管网工程" in page.text, "2027年3月1日" in page.text) == (True, True)
        assert f"/findings/{told[0].finding_ids[1]}" in page.links


def test_a_listed_order_stays_in_its_period_when_it_is_taken_down(
    desk: Any, told: Any, look: Any, clock: Any, world: make.World
) -> None:
    supervisor, (made, order_id) = world.viewers["supervisor"], told
    with look(SYSTEM):
        listing = Move("list", supervisor, now(), "整改不力，公开督办", {"leader": "分管副市长"})
        step_order(one(Order, order_id), listing)
        db.session.commit()
    page = desk("leader").open(NOVEMBER)
    assert ("挂牌督办 1 份" in page.text, "整改不力，公开督办" in page.text, "分管副市长" in page.text) == (True,) * 3
    clock(AT + timedelta(days=30))
    with look(SYSTEM):
        for finding in (one(Finding, it) for it in made.finding_ids[1:]):
            step_finding(finding, Move("void", supervisor, now(), "已拆除"))
        step_order(one(Order, order_id), Move("ask_removal", world.viewers["town"], now(), "已改好"))
        step_order(one(Order, order_id), Move("delist", supervisor, now(), "看过现场"))
        db.session.commit()
    assert "12月12日 10:00" in desk("leader").open(NOVEMBER).text
    assert "挂牌督办 0 份" in desk("leader").open("/bulletin?from=2027-01-01&to=2027-01-31").text


def test_without_days_it_is_the_year_so_far(desk: Any, told: Any) -> None:
    assert sentence(desk("leader"), "/bulletin").startswith("2026年1月1日至2026年11月12日")


def test_days_in_the_wrong_order_are_refused_on_the_page_itself(desk: Any) -> None:
    answer = desk("leader").get("/bulletin?from=2026-11-30&to=2026-11-01")
    page = Page(answer)
    assert (answer.status_code, "结束日期早于开始日期" in page.text) == (422, True)
    assert page.form_to("/bulletin").fields == {"from": ["2026-11-30"], "to": ["2026-11-01"]}


@pytest.mark.parametrize("days", ["from=0001-01-01", "from=x", "to=9999-12-31", "until=2026-11-01"])
def test_days_that_are_none_are_refused(desk: Any, days: str) -> None:
    assert desk("leader").get(f"/bulletin?{days}").status_code == 422


@pytest.mark.parametrize("login", ["town", "inspector"])
def test_nobody_else_opens_it(desk: Any, login: str) -> None:
    assert desk(login).get("/bulletin").status_code == 403


def test_more_points_ask_no_more_questions(desk: Any, case: Any, look: Any) -> None:
    """Passed, suspended and listed ones alike."""
    reader = desk("leader")
    counts = []
    for points in (2, 7):
        suspend_and_list(look, case(points, kind=RoundKind.ANNOUNCED))
        counts.append(questions(lambda: reader.get(NOVEMBER)))
    assert 10 < counts[0] == counts[1]


def suspend_and_list(look: Any, made: Any) -> None:
    """All points of an order but the last one, which is passed."""
    order_id, supervisor = made.answered(), made.world.viewers["supervisor"]
    with look(SYSTEM):
        *rest, last = (one(Finding, it) for it in made.finding_ids)
        step_finding(last, Move("pass", supervisor, now()))
        for finding in rest:
            step_finding(finding, Move("return", supervisor, now(), "没清干净"))
            step_finding(finding, Move("suspend", supervisor, now(), "等管网工程", {"until": date(2027, 3, 1)}))
        step_order(one(Order, order_id), Move("list", supervisor, now(), "公开督办", {"leader": "分管副市长"}))
        db.session.commit()


def questions(ask: Callable[[], object]) -> int:
    asked: list[str] = []

    def note(_wire: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)
