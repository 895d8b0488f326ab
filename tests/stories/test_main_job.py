"""The main job (主线): from a phone without signal to a closed order and a score, on real processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests import make, samples
from tests.browser import DESK, PHONE, Browser
from tests.stack import CuttingProxy, Stack
from tests.stories import acting
from tests.stories.waiting import until

# A = 0.6 × 100 × (92 − 1.5 − 5, the item's cap) / 92; B = 27.5 (one of two reworked), or 30 on the month's last days,
# when both deadlines lie in the next month; C = 2 (signing).
BY_HAND = {"85.26", "87.76"}
REFRESHED = "SELECT count(*) FROM due WHERE done_at IS NULL AND job = 'workers.score.refresh' AND run_at <= xz_now()"
TITLE = "第四季度第一轮暗访"
BINS, SHOPS = ("WS-03", "ljrqmy"), ("DZ-01", "cdjy")


class Story:
    """The people's browsers, and the proxy that may lose every first answer to a phone."""

    def __init__(self, stack: Stack, playwright: Playwright, folder: Path) -> None:
        self.stack = stack
        self.proxy: CuttingProxy = stack.proxy()
        self.folder = folder
        self.inspector = Browser(playwright, folder / "inspector", PHONE)
        self.town = Browser(playwright, folder / "town", PHONE)
        self.supervisor = Browser(playwright, folder / "supervisor", DESK)
        for number in range(6):
            (folder / f"{number}.jpg").write_bytes(samples.different_jpeg(number))

    @property
    def faults(self) -> list[str]:
        """What went wrong in any of the pages' own scripts."""
        return self.inspector.faults + self.town.faults + self.supervisor.faults

    def photo(self, number: int) -> Path:
        return self.folder / f"{number}.jpg"

    def phone(self, browser: Browser) -> Page:
        return browser.open(f"{self.proxy.address}/m/")

    def close(self) -> None:
        for browser in (self.inspector, self.town, self.supervisor):
            browser.close()


@pytest.fixture
def story(stack: Stack, people: make.World, playwright: Playwright, tmp_path: Path) -> Iterator[Story]:
    made = Story(stack, playwright, tmp_path)
    yield made
    made.close()


def plan(story: Story) -> str:
    """The supervisor plans an unannounced round; returns its page."""
    desk = story.supervisor.open(f"{story.stack.address}/sign-in")
    acting.sign_in_desk(desk, "supervisor")
    acting.plan_round(desk, story.stack.address, TITLE, "梅城镇", "inspector")
    return desk.url


def walk_without_signal(story: Story) -> None:
    """The port refuses, the browser is closed and opened again, and the visit goes on."""
    phone = story.phone(story.inspector)
    acting.sign_in_phone(phone, "inspector")
    phone.get_by_test_id("town").first.wait_for()
    story.stack.stop_web()
    story.inspector.close()
    phone = story.phone(story.inspector)
    acting.start_visit(phone, "梅城镇")
    acting.record(phone, story.photo(0), BINS, 3, "北门两只桶满溢")
    acting.record(phone, story.photo(1), SHOPS, 12, "沿街三家店外摆")
    acting.finish_visit(phone, ("CK", "XL", "RM", "SS", "AQ"), ("LS",))
    story.inspector.close()


def release_and_order(story: Story, round_page: str) -> str:
    """Confirm, finish, release; then one order with both points; returns its page."""
    desk = story.supervisor.page
    desk.goto(round_page)
    acting.confirm_all(desk)
    for action in ("finish", "release"):
        acting.act(desk, action)
    acting.draft_order(desk, story.stack.address, "梅城镇", ("垃圾容器满溢", "出店经营"))
    return desk.url


def answer_and_review(story: Story) -> None:
    """The town signs and answers both; one passes, one is returned, answered again and passes."""
    town, desk, address = story.town.page, story.supervisor.page, story.stack.address
    acting.sign_order(town)
    acting.rectify(town, "垃圾容器满溢", story.photo(2))
    acting.rectify(town, "出店经营", story.photo(3))
    acting.open_review(desk, address, "垃圾容器满溢")
    acting.act(desk, "pass")
    acting.open_review(desk, address, "出店经营")
    acting.act(desk, "return", "不是原位置")
    town.reload()
    acting.rectify(town, "出店经营", story.photo(4))
    acting.open_review(desk, address, "出店经营")
    acting.act(desk, "pass")


@pytest.mark.parametrize("cut", [False, True], ids=["answers arrive", "every first answer is lost"])
def test_the_main_job(story: Story, cut: bool) -> None:
    round_page = plan(story)
    walk_without_signal(story)
    story.stack.start_web()
    story.proxy.cut(wanted=cut)
    acting.wait_until_sent(story.phone(story.inspector))
    asked = story.stack.ask
    assert asked("SELECT count(*), count(DISTINCT op_id) FROM operation WHERE verdict = 'applied'") == "4|4"
    assert asked("SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL") == "2"
    assert asked("SELECT count(*) FROM journal WHERE act = 'finding.record'") == "2"
    story.proxy.cut(wanted=False)
    order_page = release_and_order(story, round_page)
    assert "建美镇督〔" in story.supervisor.page.locator("h1").inner_text()
    acting.sign_in_phone(story.phone(story.town), "town")
    story.proxy.cut(wanted=cut)
    answer_and_review(story)
    assert asked("SELECT count(*), sum(rework_count) FROM finding WHERE state = 'closed'") == "2|1"
    assert asked("SELECT state FROM supervision_order") == "closed"
    story.supervisor.page.goto(order_page)
    assert until(lambda: asked(REFRESHED) == "0")
    assert acting.open_score(story.supervisor.page, story.stack.address, "梅城镇").split()[-1] in BY_HAND
    assert acting.open_line(story.supervisor.page, "出店经营") > 0
    assert story.faults == []
