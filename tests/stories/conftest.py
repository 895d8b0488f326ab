"""What stories in a browser share (浏览器故事的夹具): one Playwright, and the county's people in the stack's database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, sync_playwright

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make
from tests.stack import Stack


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def people(stack: Stack) -> make.World:
    """The county's people, committed, in the stack's own database."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            world = make.make_world()
            db.session.commit()
        db.engine.dispose()
    return world


@pytest.fixture
def round_of_today(stack: Stack, people: make.World) -> None:
    """An unannounced round in 梅城镇 with the inspector on it."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            make.make_round(people)
            db.session.commit()
        db.engine.dispose()
