"""A phone that never finds a signal again (救援文件): packed on the phone, handed in at the desk, stored as its maker's."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import make
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

STORED = "SELECT count(*) FILTER (WHERE recorded_by = (SELECT user_id FROM account WHERE login = 'inspector')) FROM finding_origin"
ARRIVED = "SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL"
BINS = ("WS-03", "ljrqmy")


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


@pytest.mark.usefixtures("round_of_today")
def test_what_a_phone_could_not_send_is_handed_in_at_the_desk(
    stack: Stack, people: make.World, inspector: Browser, supervisor: Browser, picture: Path
) -> None:
    page = inspector.open(f"{stack.address}/m/")
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    stack.stop_web()
    acting.start_visit(page, "梅城镇")
    acting.record(page, picture, BINS)
    file = packed(page, picture.with_name("inspector.xzr"))
    stack.start_web()
    page.context.set_offline(True)  # its radio is broken for good
    acting.sign_in_desk(supervisor.open(f"{stack.address}/sign-in"), "supervisor")
    assert "已入库" in hand_in(supervisor.page, stack.address, file)
    assert (stack.ask(STORED), until(lambda: stack.ask(ARRIVED) == "1")) == ("1", True)
    assert "早已入库" in hand_in(supervisor.page, stack.address, file)
    page.context.set_offline(False)
    acting.wait_until_sent(page)
    assert stack.ask("SELECT count(*), count(DISTINCT op_id) FROM operation") == "2|2"
    assert inspector.faults + supervisor.faults == []
