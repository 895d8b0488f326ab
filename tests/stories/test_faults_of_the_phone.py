"""Faults of the phone (手机遇上故障): a few random schedules of the shipped queue; planted bugs are caught with --long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import program
from tests.faults.play import Play
from tests.faults.schedule import LEAST_FAULTS, Schedule, draw
from tests.faults.stage import Stage, standing
from tests.planted.phone import BUGS, Bug
from tests.servers import Servers

SEED, SHORT, LONG = 20, 6, 60
TRIES = 8  # a kill meets another request each time


@pytest.fixture(scope="module")
def stage(servers: Servers) -> Iterator[Stage]:
    with standing(servers, "story_faults") as stood:
        yield stood


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return program.shipped(tmp_path_factory.mktemp("phone"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(LONG if metafunc.config.getoption("--long") else SHORT))


def test_nothing_is_lost_doubled_changed_or_stuck(stage: Stage, shipped: Path, number: int) -> None:
    outcome = Play(stage, draw(SEED, number), shipped).run()
    assert outcome.wrong == [], outcome.schedule.replay
    assert outcome.fired.total() >= LEAST_FAULTS


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_caught(stage: Stage, tmp_path: Path, request: pytest.FixtureRequest, name: str) -> None:
    """In the short run, that it can still be planted."""
    planted = program.with_bug(BUGS[name], tmp_path)
    if request.config.getoption("--long"):
        shown = (Play(stage, schedule, planted).run().wrong for schedule in fitting(BUGS[name]))
        assert any(BUGS[name].shows in {each.kind for each in wrong} for wrong in shown)


def fitting(bug: Bug) -> list[Schedule]:
    """The first schedules in which what the bug needs goes wrong."""
    drawn = (draw(SEED, number) for number in range(1000))
    return [schedule for schedule in drawn if bug.fault in schedule.happenings][:TRIES]
