"""What the people of a story do, step by step, in a browser: a sentence a function, and nothing asserted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.make import PASSWORD


def sign_in_phone(page: Page, login: str) -> None:
    page.get_by_test_id("account").fill(login)
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("today").wait_for()


def start_visit(page: Page, town: str) -> None:
    page.get_by_test_id("town").filter(has_text=town).first.click()
    page.get_by_test_id("start-visit").click()
    page.get_by_test_id("finish").wait_for()


def record(page: Page, picture: Path, item: tuple[str, str], quantity: int = 1, note: str = "") -> None:
    """Photo first, then the item (code, initials) found by its initials, how many, a word; back on the visit afterwards."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(item[1])
    page.get_by_test_id(f"item-{item[0]}").click()
    for _ in range(quantity - 1):
        page.get_by_test_id("more").click()
    page.get_by_test_id("note").fill(note)
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    page.get_by_test_id("to-visit").click()


def finish_visit(page: Page, clean: tuple[str, ...], absent: tuple[str, ...] = ()) -> None:
    for code in clean:
        page.get_by_test_id(f"looked-{code}-clean").click()
    for code in absent:
        page.get_by_test_id(f"looked-{code}-not_applicable").click()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("finish-sure").click()
    page.get_by_test_id("today").wait_for()


def wait_until_sent(page: Page) -> None:
    """The outbox says by itself that nothing is left on the phone."""
    page.get_by_test_id("tab-outbox").click()
    page.get_by_test_id("count-open").filter(has_text="0").wait_for(timeout=60_000)
