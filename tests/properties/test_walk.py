"""Random walks over all tables (随机走流程): legal steps, each first with one thing spoiled, against a model written by hand.

Every step goes over HTTP as the person whose step it is. A fault shrinks to the shortest walk that still shows it.
`--long`: more than two thousand steps.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.planted.steps import BUGS
from tests.properties.county import County, settle_down
from tests.properties.walks import Fault, Walks

SEED = 2026
SOON = ("an act is said twice", "the hidden is forbidden, not absent")
REFUSED = ("not_found", "stale_version", "step_not_in_table", "wrong_role")
MET = {"round.release", "order.issue", "order.sign", *(f"refused {code}" for code in REFUSED)}
SHORT, LONG = (4, 40), (34, 60)  # walks, and steps of each


@pytest.fixture
def county(app: Flask, wire: Connection, look: Any, clock: Any) -> County:
    return settle_down(app, wire, look, clock)


def test_whatever_is_done_the_books_say_what_the_tables_say(county: County, request: pytest.FixtureRequest) -> None:
    number, steps = LONG if request.config.getoption("--long") else SHORT
    told = Walks(county).go(SEED, number, steps)
    assert told.keys() >= MET  # a walk that came to nothing would find nothing
    print(*(f"{name}: {n}" for name, n in sorted(told.items())), sep="\n")  # noqa: T201 - the closing note's figures


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All planted bugs with --long, else those that are met soonest."""
    if "bug" in metafunc.fixturenames:
        metafunc.parametrize("bug", BUGS if metafunc.config.getoption("--long") else SOON)


def test_a_planted_bug_is_met(county: County, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    """One that no longer applies fails: the name it replaces must be there, and a walk must come to it."""
    name, planted = BUGS[bug]
    monkeypatch.setattr(name, planted)
    with pytest.raises(Fault) as met:
        Walks(county, most_tries=0).go(SEED, *LONG)
    assert isinstance(met.value.shown, AssertionError), "it is a promise that must be broken, not the walk"
    print(f"{bug}: after {met.value.after} steps, {type(met.value.shown).__name__} {str(met.value.shown)[:160]}")  # noqa: T201 - as above
