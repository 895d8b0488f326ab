"""Updates (更新与两个页面): a new version is offered and taken over with a half-filled form; an old page stops writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.axe import violations
from tests.browser import Browser
from tests.newer_app import NewerApp, newer_app
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

ARRIVED = "SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL"
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('shell-'))"
BINS = ("WS-03", "ljrqmy")
# What a page of a later release does on opening: the old one is asked to let go, and code of today cannot open it again.
OPEN_NEWER = """() => new Promise((done, failed) => {
  const asked = indexedDB.open("xunzhen", 9000);
  asked.onsuccess = () => { asked.result.close(); done(true); };
  asked.onblocked = () => failed(new Error("blocked"));
})"""


@pytest.fixture
def way(stack: Stack) -> Iterator[NewerApp]:
    with newer_app(stack.app.port) as server:
        yield server


def half_a_form(page: Page, picture: Path) -> None:
    """A photo is taken, nothing is chosen yet."""
    acting.start_visit(page, "梅城镇")
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()


@pytest.mark.usefixtures("round_of_today")
def test_a_new_version_is_taken_with_half_a_form(
    stack: Stack, way: NewerApp, inspector: Browser, picture: Path
) -> None:
    page = inspector.open(f"{way.address}/m/")
    acting.sign_in_phone(page, "inspector")
    half_a_form(page, picture)
    page.evaluate("navigator.serviceWorker.ready")
    form = page.url
    way.published = True
    page.goto(f"{way.address}/m/")
    page.get_by_test_id("update-ready").wait_for()
    assert violations(page, "update") == []
    assert "shell-newer" in page.evaluate(SHELLS)
    with page.expect_navigation():
        page.get_by_test_id("update-ready").click()
    page.get_by_test_id("today").wait_for()
    assert page.get_by_test_id("update-ready").count() == 0
    acting.go(page, form.split("#")[1])
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(BINS[1])
    page.get_by_test_id(f"item-{BINS[0]}").click()
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    assert until(lambda: stack.ask(ARRIVED) == "1")
    assert inspector.faults == []


@pytest.mark.usefixtures("round_of_today")
def test_a_page_of_the_version_before_lets_the_newer_one_write(stack: Stack, inspector: Browser, picture: Path) -> None:
    page = inspector.open(f"{stack.address}/m/")
    acting.sign_in_phone(page, "inspector")
    half_a_form(page, picture)
    assert inspector.context is not None
    newer = inspector.context.new_page()
    newer.goto(f"{stack.address}/static/icon-192.png")
    newer.evaluate(OPEN_NEWER)
    acting.go(page, "/")
    page.get_by_test_id("update-newer").wait_for()
    page.get_by_test_id("update-newer").click()
    page.get_by_role("alert").wait_for()  # today's code does not open what a later one wrote
    assert "都在手机里" in page.get_by_role("alert").inner_text()
