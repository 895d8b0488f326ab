"""Routes (路由): the app refuses to start with a route that does not say who may call it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.access import endpoint
from app.domain.people import Role
from app.factory import UndeclaredRoute, every_route_declares_itself


def test_a_declared_route_may_start() -> None:
    app = Flask(__name__)
    app.add_url_rule("/declared", view_func=endpoint(Role.TOWN)(lambda: ""))
    assert every_route_declares_itself(app) is None  # type: ignore[func-returns-value]  # it raises or is silent


def test_an_undeclared_route_stops_the_start() -> None:
    app = Flask(__name__)
    app.add_url_rule("/planted", view_func=lambda: "")
    with pytest.raises(UndeclaredRoute, match="/planted"):
        every_route_declares_itself(app)
