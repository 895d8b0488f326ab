"""The bulletin in a browser (通报小结): its sentence is taken away by one press, and printed without the desk around it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make
from tests.browser import Browser
from tests.stack import Stack
from tests.stories.acting import sign_in_desk

CHOSEN = "getSelection().toString()"
AWAY = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"  # as on a page without https


@pytest.fixture
def page(stack: Stack, people: make.World, supervisor: Browser) -> Page:
    """Of a round that is released, open at the desk."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            round_, inspector = make.make_round(people), people.viewers["inspector"]
            visit = make.make_visit(round_, inspector)
            make.make_finding(visit, inspector)
            make.finish(visit, inspector)
            db.session.flush()
            make.release(round_, people.viewers["supervisor"])
            db.session.commit()
        db.engine.dispose()
    opened = supervisor.open(f"{stack.address}/sign-in")
    sign_in_desk(opened, "supervisor")
    opened.goto(f"{stack.address}/bulletin")
    return opened


def test_one_press_takes_the_sentence_away(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sentence = page.locator("#sentence").inner_text()
    assert "督查行动1次" in sentence
    page.get_by_role("button", name="复制这段话").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == sentence
    page.reload()
    page.evaluate(AWAY)
    page.get_by_role("button", name="复制这段话").click()
    page.get_by_role("button", name="已选中").wait_for()
    assert page.evaluate(CHOSEN).strip() == sentence
    page.emulate_media(media="print")
    assert page.locator("#sentence").is_visible()
    assert not any(page.locator(of).is_visible() for of in (".side", ".top", ".days", "[data-copy]"))
