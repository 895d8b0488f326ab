"""A Friday's review (键盘核查): answers decided by key events only, some returned with a reason, one key taken back.

Fifty with --long, else fifteen.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app.actions.advance import Move
from app.actions.order import step_order
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

MANY, FEW, EACH_RETURNED = 50, 15, 5  # every fifth is sent back
STATES = (
    "SELECT count(*) FILTER (WHERE state = 'closed') || '|' || count(*) FILTER (WHERE state = 'fixing') FROM finding"
)
REASONS = "SELECT count(*) || '|' || count(DISTINCT reason) FROM review WHERE verdict = 'return' AND reason <> ''"


@pytest.fixture
def answered(stack: Stack, people: make.World, request: pytest.FixtureRequest) -> int:
    """So many points of one order, each answered by its town."""
    points = MANY if request.config.getoption("--long") else FEW
    app = create_app(Config.from_env(stack.environment))
    inspector, supervisor, town = (people.viewers[who] for who in ("inspector", "supervisor", "town"))

    def arrange() -> None:
        round_ = make.make_round(people)
        visit = make.make_visit(round_, inspector)
        findings = [make.make_finding(visit, inspector) for _ in range(points)]
        make.finish(visit, inspector)
        db.session.flush()
        make.release(round_, supervisor)
        step_order(make.make_order(findings, supervisor), Move("sign", town, now()))
        for finding in findings:
            make.answer(finding, town)

    with app.app_context():
        with looking_as(SYSTEM):
            arrange()
            db.session.commit()
        db.engine.dispose()
    return points


def decided(page: Page, act: Callable[[], None]) -> None:
    """The act leads to the next point, or to the end of the queue."""
    with page.expect_navigation():
        act()
    page.wait_for_load_state()


def test_a_queue_is_reviewed_without_a_mouse(stack: Stack, supervisor: Browser, answered: int) -> None:
    page = supervisor.open(f"{stack.address}/")
    acting.sign_in_desk(page, "supervisor")
    page.goto(f"{stack.address}/reviews")
    first = page.url
    page.keyboard.press("p")
    page.locator("[data-pending]").wait_for()
    page.keyboard.press("u")  # a slip of the finger
    page.locator("[data-pending]").wait_for(state="hidden")
    assert (page.url, stack.ask(STATES)) == (first, "0|0")
    for number in range(1, answered + 1):
        page.keyboard.press(str(1 + number // EACH_RETURNED % 3) if number % EACH_RETURNED == 0 else "p")
        page.locator("[data-pending]").wait_for()
        decided(page, lambda: page.keyboard.press("Enter"))
    returned = answered // EACH_RETURNED
    assert until(lambda: stack.ask(STATES) == f"{answered - returned}|{returned}")
    assert stack.ask(REASONS) == f"{returned}|3"
    page.get_by_text("都核查完了").wait_for()
    assert supervisor.faults == []


def test_no_key_passes_a_photo_that_cannot_be_opened(stack: Stack, supervisor: Browser, answered: int) -> None:
    """Its small pictures are said to be ready, and are not there."""
    assert answered
    stack.ask("UPDATE photo SET derived_at = now()")
    page = supervisor.open(f"{stack.address}/")
    acting.sign_in_desk(page, "supervisor")
    page.goto(f"{stack.address}/reviews")
    page.locator(".mid [data-hurt]").first.wait_for()
    page.keyboard.press("p")
    page.locator("[data-unseen]").wait_for()
    assert page.locator("[data-pending]").is_hidden()
    page.keyboard.press("1")  # sending back needs no more than that it cannot be seen
    page.locator("[data-pending]").wait_for()
    assert page.locator("[data-unseen]").is_hidden()
