"""Drawing towns (随机抽取): by a seed nobody chose, journaled each time, to be drawn again by anybody who has it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.db import db
from app.domain.draw import drawn
from app.domain.people import SYSTEM
from app.models import Journal, Region, Round, Stream
from tests import make
from tests.desk import Desk, Page
from tests.pages.conftest import SignedIn

PLAN = {"title": "第四季度第二轮", "kind": "unannounced", "window_from": "2026-12-01", "window_to": "2026-12-04"}


def draw(desk: Desk, pool: str = "all", number: str = "3") -> Page:
    form = desk.open("/rounds/new").form_to("/rounds")
    form.action = "/rounds/draw"
    return Page(desk.send(form, **PLAN, pool=pool, number=number))


def draws(look: Any) -> list[dict[str, Any]]:
    with look(SYSTEM):
        rows = db.session.execute(
            select(Journal.body, Stream.kind).join(Stream).where(Journal.act == "round.draw").order_by(Journal.seq)
        )
        return [{**body, "stream": kind} for body, kind in rows]


def test_the_lot_is_of_the_seed_and_the_codes_alone() -> None:
    codes = ["330182001000", "330182002000", "330182100000", "330182101000"]
    assert drawn(codes, 2, "seed") == drawn(list(reversed(codes)), 2, "seed")
    assert drawn(codes, 9, "seed") != codes
    assert sorted(drawn(codes, 9, "seed")) == codes


def test_so_many_towns_are_ticked_and_what_was_written_stays(desk: SignedIn, look: Any) -> None:
    page = draw(desk("supervisor"))
    form = page.form_to("/rounds")
    assert (len(form.fields["town_ids"]), form.fields["title"]) == (3, [PLAN["title"]])
    (told,) = draws(look)
    assert (told["stream"], told["number"], told["seed"] in page.text) == ("user", 3, True)


def test_anybody_with_the_seed_draws_the_same(desk: SignedIn, look: Any) -> None:
    form = draw(desk("supervisor"), number="4").form_to("/rounds")
    (told,) = draws(look)
    with look(SYSTEM):
        towns = {str(it.id): it.code for it in db.session.scalars(select(Region).where(Region.level == "town"))}
        county = next(it.code for it in db.session.scalars(select(Region).where(Region.name == "建德市")))
        pool = [code for code in towns.values() if code[:6] == county[:6]]
    again = drawn(pool, 4, told["seed"])
    assert {towns[town_id] for town_id in form.fields["town_ids"]} == set(again) == set(told["codes"].split())


def test_drawing_again_leaves_its_trace(desk: SignedIn, look: Any) -> None:
    supervisor = desk("supervisor")
    for _ in range(3):
        draw(supervisor)
    told = draws(look)
    assert (len(told), len({it["seed"] for it in told})) == (3, 3)


def test_a_double_press_draws_once_and_shows_the_same_towns(desk: SignedIn, look: Any) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    form.action = "/rounds/draw"
    first, second = (Page(supervisor.send(form, **PLAN, pool="all", number="3")) for _ in range(2))
    assert first.form_to("/rounds").fields["town_ids"] == second.form_to("/rounds").fields["town_ids"]
    (told,) = draws(look)
    assert told["seed"] in second.text


def test_the_same_page_draws_anew_for_another_number_and_still_plans(
    desk: SignedIn, look: Any, world: make.World
) -> None:
    """Who went back in the browser sends the same form with something else in it."""
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    form.action = "/rounds/draw"
    pages = [Page(supervisor.send(form, **PLAN, pool="all", number=n)) for n in ("3", "2")]
    assert [len(it.form_to("/rounds").fields["town_ids"]) for it in pages] == [3, 2]
    form.action, form.fields["town_ids"] = "/rounds", pages[0].form_to("/rounds").fields["town_ids"]
    planned = {"inspector_ids": str(make.inspector_id(world)), "checklist_version": "default-1"}
    assert supervisor.send(form, **PLAN, **planned).status_code == 303
    with look(SYSTEM):
        assert len(db.session.scalars(select(Round)).one().towns) == 3


def test_a_draw_that_was_refused_may_be_tried_again(desk: SignedIn, look: Any) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    form.action = "/rounds/draw"
    refused = [supervisor.send(form, **PLAN, pool="cluster:没有", number="3").status_code for _ in range(2)]
    assert (refused, draws(look)) == ([422, 422], [])


def test_a_round_says_from_which_draw_its_towns_came(desk: SignedIn, look: Any, world: make.World) -> None:
    supervisor = desk("supervisor")
    form = draw(supervisor, number="2").form_to("/rounds")
    planned = {"inspector_ids": str(make.inspector_id(world)), "checklist_version": "default-1"}
    assert supervisor.send(form, **planned).status_code == 303
    form = draw(supervisor, number="2").form_to("/rounds")
    form.fields["town_ids"] = form.fields["town_ids"][:1]
    assert supervisor.send(form, **planned).status_code == 303
    with look(SYSTEM):
        plans = db.session.scalars(select(Journal.body).where(Journal.act == "round.plan").order_by(Journal.at)).all()
        ids = db.session.scalars(select(Round.id)).all()
    assert sorted(body["changed"] for body in plans) == [0, 1]
    pages = " ".join(supervisor.open(f"/rounds/{round_id}").text for round_id in ids)
    assert ("镇街随机抽取，随机数" in pages, "镇街随机抽取后改了 1 个" in pages) == (True, True)


def test_a_seed_that_nobody_drew_is_not_believed(desk: SignedIn, look: Any, world: make.World) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    towns = {"town_ids": str(world.towns["梅城镇"]), "inspector_ids": str(make.inspector_id(world))}
    towns["checklist_version"] = "default-1"
    supervisor.send(form, **PLAN, **towns, seed="my own")
    with look(SYSTEM):
        (body,) = db.session.scalars(select(Journal.body).where(Journal.act == "round.plan")).all()
    assert "seed" not in body


@pytest.mark.parametrize(("pool", "number"), [("cluster:无", "3"), ("all", "0"), ("all", "many")])
def test_nothing_to_draw_is_said(desk: SignedIn, look: Any, pool: str, number: str) -> None:
    supervisor = desk("supervisor")
    form = supervisor.open("/rounds/new").form_to("/rounds")
    form.action = "/rounds/draw"
    assert supervisor.send(form, **PLAN, pool=pool, number=number).status_code == 422
    assert draws(look) == []


def test_towns_not_visited_lately_are_a_pool_of_their_own(desk: SignedIn, case: Any, look: Any) -> None:
    case().released()
    supervisor = desk("supervisor")
    assert "梅城镇（近 90 天没查过）" not in supervisor.open("/rounds/new").text
    assert "次）" in supervisor.open("/rounds/new").text
    draw(supervisor, "unseen", "100")
    (told,) = draws(look)
    with look(SYSTEM):
        seen = db.session.scalars(select(Region.code).where(Region.name == "梅城镇")).one()
    assert seen not in told["codes"].split()


def test_a_secret_round_of_others_counts_for_nobody_outside_it(desk: SignedIn, case: Any) -> None:
    before = desk("supervisor2").open("/rounds/new").text
    case()
    after = desk("supervisor2").open("/rounds/new").text
    assert before.count("近 90 天没查过") == after.count("近 90 天没查过")
    assert desk("supervisor").open("/rounds/new").text.count("近 90 天没查过") < after.count("近 90 天没查过")


@pytest.mark.parametrize("who", ["leader", "inspector", "town"])
def test_only_the_office_draws(desk: SignedIn, who: str) -> None:
    form = next(it for it in desk(who).open("/me").forms if "csrf_token" in it.fields)
    form.action = "/rounds/draw"
    assert desk(who).send(form, pool="all", number="3").status_code == 403
