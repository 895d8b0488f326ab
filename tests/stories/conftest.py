"""What stories in a browser share (浏览器故事的夹具): one Playwright, and the county's people in the stack's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make, samples
from tests.browser import DESK, PHONE, Browser
from tests.stack import Stack

NewBrowser = Callable[[str, dict[str, int]], Browser]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def new_browser(playwright: Playwright, tmp_path: Path) -> Iterator[NewBrowser]:
    """Makes one with a profile of that name; all of them are closed in the end."""
    browsers: list[Browser] = []

    def make_browser(name: str, size: dict[str, int]) -> Browser:
        browsers.append(Browser(playwright, tmp_path / name, size))
        return browsers[-1]

    yield make_browser
    for browser in browsers:
        browser.close()


@pytest.fixture
def inspector(new_browser: NewBrowser) -> Browser:
    return new_browser("inspector", PHONE)


@pytest.fixture
def town(new_browser: NewBrowser) -> Browser:
    return new_browser("town", PHONE)


@pytest.fixture
def supervisor(new_browser: NewBrowser) -> Browser:
    return new_browser("supervisor", DESK)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """As a phone's camera writes it: upright by its tag only."""
    file = tmp_path / "street.jpg"
    file.write_bytes(samples.jpeg(tag=6))
    return file


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
