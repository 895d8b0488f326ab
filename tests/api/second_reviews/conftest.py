"""Fixtures of second reviews (盲审): people by login, and points decided, drawn, and decided otherwise by a second person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import make
from tests.asking import a_point
from tests.cast import Actor, sign_in
from tests.second_look import WHY, Drawn, answer_again, answered, at, decide, drawing, more_supervisors


@pytest.fixture
def actor(app: Any, world: make.World) -> Any:
    known: dict[str, Actor] = {}
    return lambda login: known.setdefault(login, sign_in(app.test_client(), login))


@pytest.fixture(autouse=True)
def all_drawn(world: make.World, look: Any) -> None:
    more_supervisors(world, look)
    drawing(world, look, passes=100, returns=100, red_line_passes=100)


@pytest.fixture
def case(world: make.World, look: Any, actor: Any) -> Any:
    """`case("return")`: a point decided so by `supervisor`, and drawn."""
    return lambda action="pass", item="WS-03": decide(answered(world, look, item), actor("supervisor"), action)


@pytest.fixture
def differing(case: Any, actor: Any) -> Any:
    """The same, and `supervisor2` says otherwise."""

    def made(action: str = "pass") -> Drawn:
        drawn: Drawn = case(action)
        other = "second_return" if action == "pass" else "second_pass"
        answer = drawn.step(actor("supervisor2"), other, note=WHY)
        assert (answer.status_code, answer.get_json()["state"]) == (200, "disagreed")
        return drawn

    return made


@pytest.fixture
def in_time(world: make.World, look: Any, actor: Any, clock: Any) -> Any:
    """`in_time(item, answered_at, action)`: issued on the 12th at 9, decided an hour after the answer; who signs in then is new."""

    def made(item: str, answered_at: datetime, action: str = "pass") -> Drawn:
        clock(at(12, 9))
        drawn = Drawn(world, look, a_point(world, look, item))
        clock(answered_at)
        answer_again(drawn)
        clock(answered_at + timedelta(hours=1))
        return decide(drawn, sign_in(actor("supervisor").client, "supervisor"), action)

    return made


@pytest.fixture
def two_more(actor: Any) -> Any:
    """A second and a third person differ from the first."""

    def decided(drawn: Drawn, second: str) -> None:
        fresh = [sign_in(actor("supervisor").client, login) for login in ("supervisor2", "supervisor3")]
        assert drawn.step(fresh[0], second, note=WHY).status_code == 200
        assert drawn.step(fresh[1], "overturn", note=WHY).status_code == 200

    return decided
