"""Races around a deadline (期限前后的竞争): answers and the pass at the same moment, in real transactions on real time.

Whoever wins, everything says the same of the point: when its answer was received, whether the log calls it overdue,
whether it is red, and what the score counts. `--long`: a thousand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep, time
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.deadline import set_due
from app.actions.evidence import Answer, submit_evidence
from app.actions.order import step_order
from app.config import Config
from app.db import db, looking_as, now
from app.domain import chance
from app.domain.calendar import Month
from app.domain.deadline import Cause
from app.domain.people import SYSTEM
from app.domain.warning import Reason
from app.factory import create_app
from app.models import Due, Evidence, Finding, Journal, Region, SupervisionWarning
from app.queries.by_id import one
from app.queries.score_facts import gather
from tests import make
from tests.servers import Servers, surroundings
from workers import deadline, warning

AT_ONCE, FEW, MANY = 4, 60, 1_000
AROUND = 0.06  # seconds before and behind the deadline


@dataclass
class County:
    app: Flask
    world: make.World
    points: list[UUID]


@pytest.fixture
def county(servers: Servers, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[County]:
    """One town with its points in a signed order, on a database and a clock of their own."""
    urls = servers.clone_database("races")
    app = create_app(Config.from_env(surroundings(urls, tmp_path)))
    number = MANY if request.config.getoption("--long") else FEW
    with app.app_context(), looking_as(SYSTEM):
        world = make.make_world()
        inspector, supervisor, town = (world.viewers[who] for who in ("inspector", "supervisor", "town"))
        round_ = make.make_round(world)
        visit = make.make_visit(round_, inspector)
        findings = [make.make_finding(visit, inspector) for _ in range(number)]
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        step_order(make.make_order(findings, supervisor), Move("sign", town, now()))
        points = [finding.id for finding in findings]
        db.session.commit()
    yield County(app, world, points)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    servers.drop_database("races")


def race(county: County, point: UUID) -> None:
    """The town answers, and the worker looks, each at some moment around the deadline; neither waits for the other."""
    chances = random.Random(point.int)  # noqa: S311 - when somebody presses, no secret
    due_at = in_a_moment(county, point)
    with ThreadPoolExecutor(2) as both:
        town = both.submit(answer, county, point, due_at, chances.uniform(-AROUND, AROUND), chances.uniform(0, AROUND))
        worker = both.submit(pass_by, county, point, due_at, chances.uniform(0, AROUND))
        town.result()
        worker.result()


def in_a_moment(county: County, point: UUID) -> datetime:
    with county.app.app_context(), looking_as(SYSTEM):
        due_at = now() + timedelta(seconds=3 * AROUND)
        set_due(one(Finding, point), due_at, Move("extend", SYSTEM, now()), Cause.EXTENSION)
        db.session.commit()
        return due_at


def answer(county: County, point: UUID, due_at: datetime, begins: float, takes: float) -> None:
    """Its transaction begins before or behind the deadline, and takes its time."""
    town = county.world.viewers["town"]
    wait_until(due_at + timedelta(seconds=begins))
    with county.app.app_context(), looking_as(SYSTEM):
        at = now()
        sleep(takes)
        after = make.photo(f"after {point}", role="after")
        make.hold(after, town)
        submit_evidence(one(Finding, point), Answer(chance.new_id(), "已清运", at, (after,)), town, at)
        db.session.commit()


def pass_by(county: County, point: UUID, due_at: datetime, behind: float) -> None:
    """As the queue does: again for as long as the job puts itself off."""
    wait_until(due_at + timedelta(seconds=behind))
    while True:
        with county.app.app_context(), looking_as(SYSTEM):
            before = still_planned(point)
            deadline.pass_by(str(point), now())
            put_off = still_planned(point) > before
            db.session.commit()
        if not put_off:
            return
        sleep(AROUND / 4)


def still_planned(point: UUID) -> int:
    return len(db.session.scalars(select(Due.id).where(Due.key == str(point), Due.done_at.is_(None))).all())


def wait_until(at: datetime) -> None:
    while (left := at.timestamp() - time()) > 0:
        sleep(left)


def test_all_that_speaks_of_a_deadline_agrees(county: County) -> None:
    with ThreadPoolExecutor(AT_ONCE) as many:
        list(many.map(lambda point: race(county, point), county.points))
    with county.app.app_context(), looking_as(SYSTEM):
        warning.refresh(str(county.world.towns["梅城镇"]), now())
        db.session.commit()
        in_time = {it.id for it in db.session.scalars(select(Finding)) if received(it.id) < due(it)}
        late = set(county.points) - in_time
        assert in_time, "no answer came before its deadline: the race proves nothing"
        assert late, "no answer came behind its deadline: the race proves nothing"
        assert set(db.session.scalars(select(Journal.subject_id).where(Journal.act == "finding.overdue"))) == late
        red = select(SupervisionWarning.subject_id).where(
            SupervisionWarning.reason == Reason.OVERDUE, SupervisionWarning.noun == "finding"
        )
        assert set(db.session.scalars(red)) == late
        assert counted_late(county) == {str(it) for it in late}


def received(point: UUID) -> datetime:
    return db.session.scalars(select(Evidence.received_at).where(Evidence.finding_id == point)).one()


def due(finding: Finding) -> datetime:
    assert finding.due_at is not None
    return finding.due_at


def counted_late(county: County) -> set[str]:
    """By the facts of the score."""
    town = one(Region, county.world.towns["梅城镇"])
    facts = gather(town.id, Month.of(now()), now()).facts
    assert not {point.finding_id for point in facts.points if point.on_time}, "undecided, it counts in no month yet"
    return {point.finding_id for point in facts.points}
