"""A second look (回头看): an inspector is sent, reports from the spot without signal, and the point is open again with its order."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from playwright.sync_api import Page

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.recheck import ask_for_look
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Finding
from app.queries.by_id import one
from tests import make
from tests.asking import a_point
from tests.axe import violations
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

STATES = "SELECT f.state, o.state FROM finding f JOIN supervision_order o ON o.id = f.order_id"
WORDS = "桶又满了"


def closed_and_sent_to(stack: Stack, world: make.World) -> UUID:
    """A point of 梅城镇 that was passed, and an inspector who is to look at it again."""
    app = create_app(Config.from_env(stack.environment))
    supervisor = world.viewers["supervisor"]
    with app.app_context():
        point = a_point(world, looking_as)
        with looking_as(SYSTEM):
            finding = one(Finding, point)
            make.answer(finding, world.viewers["town"])
            step_finding(finding, Move("pass", supervisor, now()))
            ask_for_look(finding, world.viewers["inspector"].user_id, Move("want", supervisor, now()))
            db.session.commit()
        db.engine.dispose()
    return UUID(point)


def wait_for_it(stack: Stack, phone: Browser) -> Page:
    """The card is there as soon as a worker has told; then the port refuses and the browser is opened anew."""
    assert until(lambda: stack.ask("SELECT count(*) FROM journal WHERE act = 'recheck.hand'") == "1")
    acting.sign_in_phone(phone.open(f"{stack.address}/m/"), "inspector")
    phone.page.get_by_test_id("rechecks").wait_for()
    stack.stop_web()
    phone.close()
    return phone.open(f"{stack.address}/m/")


def report(page: Page, picture: Path, barriers: list[str]) -> None:
    page.get_by_test_id("rechecks").click()
    page.get_by_test_id("recheck").wait_for()
    barriers += violations(page, "rechecks")
    page.get_by_test_id("recheck").click()
    page.get_by_test_id("report").click()
    page.get_by_test_id("trouble").filter(has_text="先拍一张").wait_for()
    page.get_by_test_id("shutter-camera-recheck").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("fails").click()
    page.get_by_test_id("note").fill(WORDS)
    barriers += violations(page, "a recheck")
    page.get_by_test_id("report").click()
    page.get_by_text("没有派给你的复查").wait_for()


def test_what_does_not_hold_is_reported_without_signal_and_open_again(
    stack: Stack, people: make.World, inspector: Browser, supervisor: Browser, picture: Path
) -> None:
    point = closed_and_sent_to(stack, people)
    barriers: list[str] = []
    page = wait_for_it(stack, inspector)
    report(page, picture, barriers)
    assert stack.ask(STATES) == "closed|closed"
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask(STATES) == "fixing|signed")
    desk = supervisor.open(f"{stack.address}/sign-in")
    acting.sign_in_desk(desk, "supervisor")
    desk.goto(f"{stack.address}/findings/{point}")
    desk.locator("#rechecks").get_by_text(WORDS).wait_for()
    desk.goto(f"{stack.address}/rechecks")
    desk.locator("section").get_by_text("复查不到位").wait_for()
    assert barriers + inspector.faults + supervisor.faults == []
