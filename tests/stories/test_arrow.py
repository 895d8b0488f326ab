"""An arrow on a photo (标箭头): drawn by a finger with no signal, there after a kill, then at the desk and on the town's phone."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.axe import violations
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

COVER = ("SS-02", "jgqsyw")
MARKS = "SELECT marks->0->>'kind', jsonb_array_length(marks) FROM photo"


def draw(page: Page, *strokes: tuple[float, float, float, float]) -> None:
    """Over the photo, in shares of the sheet."""
    box = page.get_by_test_id("sheet").bounding_box()
    assert box is not None
    for x, y, to_x, to_y in strokes:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + to_x * box["width"], box["y"] + to_y * box["height"], steps=6)
        page.mouse.up()


def by_keys(page: Page) -> None:
    """One that is taken back before it is kept, and one more."""
    sheet = page.get_by_test_id("sheet")
    for key in ("ArrowUp", "Escape", "ArrowUp", "ArrowRight", "Shift+ArrowUp", "Enter"):
        sheet.press(key)
    page.locator("[data-testid=sheet] path.line").nth(2).wait_for(state="attached")
    assert arrows(page, "[data-testid=sheet]") == 3


def arrows(page: Page, within: str) -> int:
    return page.locator(f"{within} svg.marks path.line").count()


def drawn_without_signal(stack: Stack, inspector: Browser, picture: Path) -> Page:
    """Two arrows and a touch, one taken back, the app killed and opened where it was."""
    acting.sign_in_phone(inspector.open(f"{stack.address}/m/"), "inspector")
    inspector.page.get_by_test_id("town").first.wait_for()
    stack.stop_web()
    page = inspector.page
    acting.start_visit(page, "梅城镇")
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("mark").click()
    page.get_by_test_id("sheet").locator("img").wait_for()
    draw(page, (0.2, 0.4, 0.5, 0.5), (0.8, 0.6, 0.6, 0.5), (0.5, 0.5, 0.505, 0.5))
    page.locator("[data-testid=sheet] path.line").nth(1).wait_for(state="attached")
    assert violations(page, "drawing an arrow") == []
    by_keys(page)
    page.get_by_test_id("arrow-undo").click()
    page.get_by_test_id("arrow-undo").click()
    page.get_by_test_id("arrow-done").click()
    page.locator("[data-testid=shot] path.line").first.wait_for(state="attached")
    address = page.url
    inspector.close()
    page = inspector.open(address)
    page.locator("[data-testid=shot] path.line").first.wait_for(state="attached")
    assert arrows(page, "[data-testid=shot]") == 1
    return page


@pytest.mark.usefixtures("round_of_today")
def test_an_arrow_is_there_after_a_kill_and_everywhere_the_photo_is(
    stack: Stack, inspector: Browser, town: Browser, supervisor: Browser, picture: Path
) -> None:
    page = drawn_without_signal(stack, inspector, picture)
    page.get_by_test_id("item-search").fill(COVER[1])
    page.get_by_test_id(f"item-{COVER[0]}").click()
    page.get_by_test_id("save").click()
    page.get_by_test_id("hand-over").click()
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask("SELECT count(*) FROM photo WHERE derived_at IS NOT NULL") == "1")
    assert stack.ask(MARKS) == "arrow|1"
    assert _bytes_are_the_declared_ones(stack)
    _seen_by_town_and_desk(stack, town, supervisor)
    assert inspector.faults + town.faults + supervisor.faults == []


def _bytes_are_the_declared_ones(stack: Stack) -> bool:
    digest = stack.ask("SELECT sha256 FROM photo")
    stored = Path(stack.environment["PHOTO_STORE"]) / "originals" / digest[:2] / digest
    return sha256(stored.read_bytes()).hexdigest() == digest


def _town_hears(town: Browser, address: str) -> None:
    """Of the point that was handed over: new on the home, led there from the list, and read by that."""
    page = town.page
    page.goto(f"{address}/m/#/")
    page.get_by_test_id("notices").click()
    page.get_by_test_id("notice").filter(has_text="当场移交的点位").first.wait_for()
    assert violations(page, "notices") == []
    page.get_by_test_id("notice").filter(has_text="当场移交的点位").first.click()
    page.locator("[data-testid=before]").wait_for()
    page.goto(f"{address}/m/#/notices")
    page.get_by_test_id("notice").first.wait_for()
    assert page.get_by_test_id("notice").filter(has_text="当场移交的点位").filter(has_text="新").count() == 0


def _seen_by_town_and_desk(stack: Stack, town: Browser, supervisor: Browser) -> None:
    acting.sign_in_phone(town.open(f"{stack.address}/m/"), "town")
    town.page.get_by_test_id("point").first.click()
    town.page.locator("[data-testid=before] path.line").first.wait_for(state="attached")
    town.page.goto(f"{stack.address}/m/#/rectify/00000000-0000-4000-8000-000000000000")
    town.page.get_by_text("这台手机上没有这一处").wait_for()
    assert violations(town.page, "a point that is not on this phone") == []
    _town_hears(town, stack.address)
    page = supervisor.open(f"{stack.address}/")
    acting.sign_in_desk(page, "supervisor")
    finding_id = stack.ask("SELECT id FROM finding")
    page.goto(f"{stack.address}/findings/{finding_id}")
    page.locator("figure.ph img").first.wait_for()
    photo, drawn = (page.locator(f"figure.ph {it}").first.bounding_box() for it in ("img", "svg.marks"))
    assert photo == drawn
    assert arrows(page, "figure.ph") == 1
