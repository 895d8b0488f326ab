"""A phone that never finds a signal again (救援文件): packed on the phone, handed in at the desk, stored as its maker's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests import make, pictures
from tests.browser import DESK, PHONE, Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

STORED = "SELECT count(*) FILTER (WHERE recorded_by = (SELECT user_id FROM account WHERE login = 'inspector')) FROM finding_origin"
ARRIVED = "SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL"
BINS = ("WS-03", "ljrqmy")


@pytest.fixture
def browsers(playwright: Playwright, tmp_path: Path) -> Iterator[tuple[Browser, Browser]]:
    """The inspector's phone, and the supervisor's desk."""
    both = (Browser(playwright, tmp_path / "phone", PHONE), Browser(playwright, tmp_path / "desk", DESK))
    yield both
    for browser in both:
        browser.close()


def packed(page: Page, into: Path) -> Path:
    acting.go(page, "/outbox")
    page.get_by_test_id("rescue").click()
    with page.expect_download() as waiting:
        page.get_by_test_id("rescue-go").click()
    waiting.value.save_as(into)
    page.get_by_test_id("rescue-says").filter(has_text="2 条记录、1 张照片").wait_for()
    return into


def hand_in(page: Page, address: str, file: Path) -> str:
    page.goto(f"{address}/kept")
    page.get_by_role("link", name="导入救援文件").click()
    page.locator('input[name="file"]').set_input_files(file)
    page.locator("form.form button.main").click()
    said = page.get_by_test_id("rescued")
    said.wait_for()
    return said.inner_text()


def test_what_a_phone_could_not_send_is_handed_in_at_the_desk(
    stack: Stack, people: make.World, round_of_today: None, browsers: tuple[Browser, Browser], tmp_path: Path
) -> None:
    phone, desk = browsers
    picture = tmp_path / "bins.jpg"
    picture.write_bytes(pictures.jpeg(tag=6))
    page = phone.open(f"{stack.address}/m/")
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    stack.stop_web()
    acting.start_visit(page, "梅城镇")
    acting.record(page, picture, BINS)
    file = packed(page, tmp_path / "phone.xzr")
    stack.start_web()
    page.context.set_offline(True)  # its radio is broken for good
    acting.sign_in_desk(desk.open(f"{stack.address}/sign-in"), "supervisor")
    assert "已入库" in hand_in(desk.page, stack.address, file)
    assert (stack.ask(STORED), until(lambda: stack.ask(ARRIVED) == "1")) == ("1", True)
    assert "早已入库" in hand_in(desk.page, stack.address, file)
    page.context.set_offline(False)
    acting.wait_until_sent(page)
    assert stack.ask("SELECT count(*), count(DISTINCT op_id) FROM operation") == "2|2"
    assert phone.faults + desk.faults == []
