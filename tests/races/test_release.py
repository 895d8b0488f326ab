"""A release against what comes late (发布与迟到的记录): at the same moment, in real transactions, over HTTP.

Whoever wins, a late record is in the round and waits there for its confirmation, or it is kept for a person: never lost,
never a point that the release passed by. `--long`: four hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Barrier
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.round import step_round
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Finding, FindingOrigin, Journal, Operation, Round
from app.queries.by_id import one
from tests import make
from tests.cast import Actor, sign_in
from tests.phone import Phone
from tests.servers import Servers, surroundings

FEW, MANY = 24, 400
APART = 0.03  # seconds, at most, between the two


@dataclass(frozen=True)
class Turn:
    """One round about to be released, with a visit and a confirmed point."""

    number: int
    round_id: UUID
    visit: dict[str, Any]
    point: UUID


@dataclass
class County:
    app: Flask
    inspector: Phone
    supervisor: Actor
    turns: list[Turn]


@pytest.fixture
def county(servers: Servers, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[County]:
    app = create_app(Config.from_env(surroundings(servers.clone_database("late"), tmp_path)))
    number = MANY if request.config.getoption("--long") else FEW
    with app.app_context(), looking_as(SYSTEM):
        world = make.make_world()
        turns = [finished_round(world, each) for each in range(number)]
        db.session.commit()
    yield County(app, Phone(sign_in(app.test_client(), "inspector")), sign_in(app.test_client(), "supervisor"), turns)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    servers.drop_database("late")


def finished_round(world: make.World, number: int) -> Turn:
    inspector, supervisor = world.viewers["inspector"], world.viewers["supervisor"]
    round_ = make.make_round(world)
    visit = make.make_visit(round_, inspector)
    point = make.make_finding(visit, inspector)
    make.finish(visit, inspector)
    step_finding(point, Move("confirm", supervisor, now()))
    db.session.flush()
    step_round(round_, Move("finish", supervisor, now()))
    start = {"payload": {"town_id": str(visit.town_id), "visit_id": str(visit.id)}}
    return Turn(number, round_.id, start, point.id)


def both(county: County, turn: Turn, late: dict[str, Any]) -> tuple[dict[str, Any], tuple[int, str]]:
    """The verdict of what came late, and what the release was answered: each begins at some moment of its own."""
    chances, start = Random(turn.number), Barrier(2)  # noqa: S311 - when somebody presses, no secret

    def at_some_moment(act: Any) -> Any:
        wait = chances.uniform(0, APART)
        start.wait()
        sleep(wait)
        return act()

    with ThreadPoolExecutor(2) as hands:
        phone = hands.submit(at_some_moment, lambda: sent(county.inspector, late))
        desk = hands.submit(at_some_moment, lambda: release(county.supervisor, turn))
        return phone.result(), desk.result()


def sent(phone: Phone, operation: dict[str, Any]) -> dict[str, Any]:
    """As a phone does: the same again for as long as there is no verdict, and once more for good measure."""
    envelope = {"device_id": str(phone.actor.device_id), "operations": [operation]}
    answers = [phone.actor.post("/api/v1/operations", envelope)]
    while answers[-1].status_code != 200:
        assert answers[-1].status_code in {412, 503}
        answers.append(phone.actor.post("/api/v1/operations", envelope))
    verdict: dict[str, Any] = answers[-1].get_json()["verdicts"][0]
    again = phone.send(operation)[0]
    assert again["receipt"] == verdict["receipt"]
    return verdict


def release(supervisor: Actor, turn: Turn) -> tuple[int, str]:
    answer = supervisor.post(f"/api/v1/rounds/{turn.round_id}/steps", {"action": "release"})
    return answer.status_code, str(answer.get_json().get("type", answer.get_json().get("state")))


def test_a_late_record_is_in_the_round_or_kept_and_never_passed_by(county: County) -> None:
    met: Counter[tuple[str, str]] = Counter()
    for turn in county.turns:
        late = county.inspector.record(turn.visit)
        verdict, (_, told) = both(county, turn, late)
        met[verdict["verdict"], told] += 1
    assert set(met) == {("applied", "points_unconfirmed"), ("kept", "released")}, met
    with county.app.app_context(), looking_as(SYSTEM):
        assert passed_by() == 0
        assert db.session.scalars(select(func.count()).select_from(Operation)).one() == len(county.turns)
        points = select(func.count(Finding.id)).where(Finding.state == "found")
        assert db.session.scalars(points).one() == met["applied", "points_unconfirmed"]
        kept = {it.reason for it in db.session.scalars(select(Operation).where(Operation.verdict == "kept"))}
        assert kept == {"after_release"}


def passed_by() -> int:
    """Points of a released round that its towns were not told of."""
    hidden = select(func.count(Finding.id)).join(FindingOrigin, FindingOrigin.finding_id == Finding.id)
    of_released = hidden.join(Round, Round.id == FindingOrigin.round_id).where(Round.released_at.is_not(None))
    return db.session.scalars(of_released.where(Finding.disclosed_at.is_(None))).one()


def test_a_late_hand_over_tells_the_town_once_whoever_wins(county: County) -> None:
    """Disclosed by the one or by the other, its clock running in the end."""
    told: Counter[str] = Counter()
    for turn in county.turns:
        late = county.inspector.operation("finding.hand_over", {"finding_id": str(turn.point)})
        verdict, answer = both(county, turn, late)
        assert verdict["verdict"] == "applied"
        assert answer in {(200, "released"), (412, "stale_version")}
        assert release(county.supervisor, turn)[0] in {200, 409}
        told[acts_of(county, turn.point)] += 1
    assert set(told) <= {"finding.hand_over", "finding.disclose finding.hand_over"}
    assert len(told) == 2, f"one of them always won: {told}"


def acts_of(county: County, point: UUID) -> str:
    with county.app.app_context(), looking_as(SYSTEM):
        finding = one(Finding, point)
        assert (finding.state, finding.disclosed_at is None, finding.due_at is None) == ("fixing", False, False)
        said = select(Journal.act).where(
            Journal.subject_id == point, Journal.act.in_(("finding.disclose", "finding.hand_over"))
        )
        return " ".join(sorted(db.session.scalars(said)))
