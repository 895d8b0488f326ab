"""Rechecks (复查) by the worker: who has a lot and when, that anybody can draw it again, and what a report brings about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.actions.order import step_order
from app.actions.recheck import ask_for_look, draw_rechecks, step_recheck
from app.actions.recheck_report import Reported, report_recheck
from app.actions.setting import put_setting
from app.db import now
from app.domain.evidence import PhotoRole
from app.domain.people import SYSTEM
from app.domain.problems import Problem
from app.domain.reactions import CONCLUDE
from app.domain.recheck import Risk, Sampling, why_drawn
from app.models import Finding, Order, Recheck, Region
from app.queries.by_id import one
from tests import make
from tests.score_stage import JOBS
from tests.score_story import Story
from workers.recheck import conclude

RED = "SS-02"
PLANS = "SELECT r.finding_id, p.why, p.look_by::text, r.state FROM recheck r JOIN recheck_plan p ON p.recheck_id = r.id"


@pytest.fixture
def town(story: Story) -> Story:
    return replace(story, jobs=(*JOBS, CONCLUDE))


def closed(story: Story, *items: str) -> list[UUID]:
    """Seen, ordered and passed on the 10th of November."""
    seen = story.seen("11-03 09:00", "11-05 10:00", *((item, "1") for item in items))
    story.ordered("11-06 09:00", *seen.findings)
    story.fix("11-06 15:00", "11-10 09:00", *seen.findings)
    return seen.findings


def share(story: Story, percent: int, when: str = "11-02 09:00") -> None:
    def act() -> None:
        county = one(Region, story.world.county_id)
        put_setting(county, "recheck_share_percent", str(percent), SYSTEM, now())

    story.at(when, act)


def draw(story: Story, when: str) -> int:
    return len(story.at(when, lambda: draw_rechecks(story.world.county_id, now())))


def looking(story: Story, when: str, point: UUID) -> UUID:
    """Somebody is sent by hand."""

    def act() -> UUID:
        return ask_for_look(one(Finding, point), story.viewer("inspector").user_id, story.move("want", "supervisor")).id

    return story.at(when, act)


def report(story: Story, when: str, recheck: UUID, outcome: str, *, brought: bool = True) -> Any:
    def act() -> Any:
        inspector = story.viewer("inspector")
        photo = make.photo(f"again {when}", role=PhotoRole.RECHECK)
        if brought:
            make.hold(photo, inspector)
        said = Reported(outcome, "又堆上了", None, now(), now(), (photo,))
        return report_recheck(one(Recheck, recheck), said, inspector, now())

    return story.at(when, act)


def of(story: Story, table: str, key: UUID, *columns: str) -> tuple[Any, ...]:
    rows = story.ask(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %(key)s", key=key)  # noqa: S608 - our own words
    return tuple(rows[0][name] for name in columns)


def test_red_line_always_has_the_lot_two_weeks_after_it_was_closed_and_once(town: Story) -> None:
    share(town, 0)
    red, plain = closed(town, RED, "WS-03")
    assert draw(town, "11-24 08:59") == 0
    assert draw(town, "11-24 09:00") == 1
    assert town.ask(PLANS) == [
        {"finding_id": red, "why": "red_line", "look_by": "2027-02-08", "state": "wanted"},
    ]
    share(town, 100, "11-24 10:00")
    assert draw(town, "11-25 09:00") == 0  # the other one had its lot
    assert plain != red


def test_a_lot_is_drawn_from_what_the_last_one_left_however_long_nobody_drew(town: Story) -> None:
    share(town, 100)
    points = closed(town, "WS-03", "DZ-01")
    assert draw(town, "11-12 09:00") == 0
    assert draw(town, "12-21 09:00") == len(points)
    told = town.ask("SELECT among, drawn FROM recheck_draw ORDER BY until")
    assert [(row["among"], row["drawn"]) for row in told] == [(0, 0), (2, 2)]


def test_one_that_is_open_again_or_looked_at_already_has_no_lot(town: Story) -> None:
    share(town, 100)
    again, looked_at, left = closed(town, "WS-03", "DZ-01", "RM-01")
    town.step("11-20 09:00", again, "rebound")
    looking(town, "11-20 09:00", looked_at)
    draw(town, "11-25 09:00")
    assert [row["finding_id"] for row in town.ask(f"{PLANS} WHERE p.why = 'sampled'")] == [left]


def test_who_has_the_seed_draws_the_same(town: Story) -> None:
    share(town, 50)
    points = closed(town, *("WS-01", "WS-02", "WS-03", "DZ-01", "DZ-02", "RM-01", "RM-02", "WS-04"))
    draw(town, "11-25 09:00")
    seed = town.ask("SELECT body ->> 'seed' AS seed FROM journal WHERE act = 'recheck.draw'")[0]["seed"]
    risk = Risk(red_line=False, severity="ordinary", repeat=False, rework_count=0, backs=0)
    rows = town.ask("SELECT id, severity, red_line FROM finding")
    known = {row["id"]: replace(risk, severity=row["severity"], red_line=row["red_line"]) for row in rows}
    again = {it for it in points if why_drawn(seed, it, known[it], Sampling(share_percent=50))}
    assert {row["finding_id"] for row in town.ask(PLANS)} == again


def test_a_report_without_its_photo_brings_nothing_about(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    recheck = looking(town, "11-20 09:00", point)
    report(town, "11-21 09:00", recheck, "fails", brought=False)
    town.at("11-22 09:00", lambda: conclude(str(recheck), now()))
    assert of(town, "recheck", recheck, "state") == ("reported",)
    assert of(town, "finding", point, "state") == ("closed",)


def test_one_that_does_not_hold_is_open_again_with_its_order_and_counts_as_a_rebound(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    recheck = looking(town, "11-20 09:00", point)
    report(town, "11-21 09:00", recheck, "fails")
    town.at("11-21 09:01", lambda: None)
    state, told_at = of(town, "recheck", recheck, "state", "told_at")
    assert (state, told_at is not None) == ("fails", True)
    assert of(town, "finding", point, "state", "rework_count") == ("fixing", 0)
    assert town.ask("SELECT state FROM supervision_order") == [{"state": "signed"}]
    told = town.ask("SELECT body ->> 'note' AS note FROM journal WHERE act = 'finding.rebound'")
    assert told == [{"note": "又堆上了"}]


def test_one_that_holds_stays_closed_and_its_town_is_told_nothing(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    recheck = looking(town, "11-20 09:00", point)
    report(town, "11-21 09:00", recheck, "holds")
    town.at("11-21 09:01", lambda: None)
    assert of(town, "recheck", recheck, "state", "told_at") == ("holds", None)
    assert of(town, "finding", point, "state") == ("closed",)
    streams = "SELECT DISTINCT s.kind FROM journal j JOIN stream s ON s.id = j.stream_id WHERE j.noun = 'recheck'"
    assert {row["kind"] for row in town.ask(streams)} == {"cases", "user"}


def test_after_its_order_was_archived_it_is_a_new_occurrence_of_its_spot(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    order = town.ask("SELECT id FROM supervision_order")[0]["id"]
    town.at("11-15 09:00", lambda: step_order(one(Order, order), town.move("archive", "supervisor")))
    recheck = looking(town, "11-20 09:00", point)
    report(town, "11-21 09:00", recheck, "fails")
    town.at("11-21 09:01", lambda: None)
    found = town.ask("SELECT id, spot_id, state, source, repeat, disclosed_at FROM finding ORDER BY source DESC")
    old, new = found[1], found[0]
    assert (old["id"], old["state"]) == (point, "closed")
    assert (new["spot_id"], new["state"], new["source"], new["repeat"]) == (old["spot_id"], "found", "recheck", True)
    assert new["disclosed_at"] is None
    assert town.ask("SELECT role FROM photo WHERE owner_id = %(id)s", id=new["id"]) == [{"role": "before"}]
    town.step("11-22 09:00", new["id"], "confirm")
    town.step("11-22 09:05", new["id"], "hand_over")
    assert of(town, "finding", new["id"], "state") == ("fixing",)


def test_a_look_ends_with_what_it_was_for(town: Story) -> None:
    seen = town.seen("11-03 09:00", "11-05 10:00", ("WS-03", "1"))
    town.ordered("11-06 09:00", *seen.findings)
    town.answer("11-06 15:00", seen.findings[0])
    recheck = looking(town, "11-06 16:00", seen.findings[0])
    town.step("11-07 09:00", seen.findings[0], "pass")
    assert of(town, "recheck", recheck, "state") == ("dropped",)
    again = looking(town, "11-08 09:00", seen.findings[0])
    town.step("11-09 09:00", seen.findings[0], "rebound")
    assert of(town, "recheck", again, "state") == ("dropped",)


def test_a_second_look_waits_for_the_first(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    looking(town, "11-20 09:00", point)
    with pytest.raises(Problem, match="recheck_standing"):
        looking(town, "11-20 10:00", point)


def test_nobody_looks_at_their_own_streets(town: Story) -> None:
    (point,) = closed(town, "WS-03")
    recheck = looking(town, "11-20 09:00", point)
    town_user = town.viewer("town").user_id

    def act() -> None:
        step_recheck(one(Recheck, recheck), town.move("give", "supervisor", inspector_id=town_user))

    with pytest.raises(Problem, match="inspector_unknown"):
        town.at("11-20 10:00", act)
