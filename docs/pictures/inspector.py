"""The inspector's screens (巡查员截图): a visit with and without signal, each screen in every look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from docs.pictures.camera import Camera
from tests.stack import Stack
from tests.stories import acting

BINS, SHOPS = ("WS-03", "ljrqmy"), ("DZ-01", "cdjy")
PARKING = ("CK-01", "jdclt")
TOWN = "三都镇"


def walk(page: Page, stack: Stack, camera: Camera, photos: dict[str, Path]) -> None:
    page.get_by_test_id("account").wait_for()
    camera.in_every_look(page, "phone-sign-in")
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    camera.in_every_look(page, "phone-home", page.get_by_test_id("town").first.wait_for)
    _map(page, camera)
    _rechecks(page, camera)
    page.get_by_test_id("town").filter(has_text=TOWN).first.click()
    camera.in_every_look(page, "phone-start", page.get_by_test_id("start-visit").wait_for)
    page.get_by_test_id("start-visit").click()
    page.get_by_test_id("finish").wait_for()
    acting.record(page, photos["WS"], BINS, 3, "北门两只桶满溢")
    camera.in_every_look(page, "phone-visit", page.get_by_test_id("finish").wait_for)
    _record(page, camera, photos["DZ"])
    _without_signal(page, stack, camera, photos["DZ"])


def _map(page: Page, camera: Camera) -> None:
    acting.go(page, "/map")
    marks = page.locator("[data-testid^=mark-]")
    marks.first.wait_for()
    camera.in_every_look(page, "phone-map", marks.first.wait_for)
    marks.last.dispatch_event("click")
    page.get_by_test_id("map-card").wait_for()
    camera.take(page, "phone-map-point")
    acting.go(page, "/")


def _rechecks(page: Page, camera: Camera) -> None:
    """What one is sent to look at again; nothing is reported."""
    acting.go(page, "/rechecks")
    first = page.get_by_test_id("recheck").first
    camera.in_every_look(page, "phone-rechecks", first.wait_for)
    first.click()
    page.get_by_test_id("fails").click()
    camera.in_every_look(page, "phone-recheck", page.get_by_test_id("fails").wait_for)
    acting.go(page, "/")


def _record(page: Page, camera: Camera, photo: Path) -> None:
    """A point as it is being written, its place and an arrow set by hand, and stored."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(photo)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(SHOPS[1])
    page.get_by_test_id(f"item-{SHOPS[0]}").click()
    page.get_by_test_id("note").fill("沿街三家店外摆")
    page.evaluate("scrollTo(0, 0)")
    camera.in_every_look(page, "phone-record", page.get_by_test_id("shot").wait_for)
    _opened(page, camera, ("pin-open", "map"), "phone-record-pin")
    _opened(page, camera, ("mark", "sheet"), "phone-record-arrow")
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    camera.in_every_look(page, "phone-recorded", page.get_by_test_id("saved").wait_for)
    page.get_by_test_id("to-visit").click()


def _opened(page: Page, camera: Camera, dialog: tuple[str, str], name: str) -> None:
    """A dialog over the screen, gone with the reload that follows."""
    button, part = dialog

    def reach() -> None:
        page.get_by_test_id(button).first.click()
        page.get_by_test_id(part).first.wait_for()

    reach()
    camera.in_every_look(page, name, reach)
    page.reload()
    page.get_by_test_id("standard").wait_for()  # the form is back as it was


def _without_signal(page: Page, stack: Stack, camera: Camera, photo: Path) -> None:
    """What is recorded while the server cannot be reached waits in the outbox."""
    stack.stop_web()
    acting.record(page, photo, PARKING, 2, "消防通道前")
    acting.go(page, "/outbox")
    page.get_by_test_id("entry").first.wait_for()
    camera.in_every_look(page, "phone-outbox-waiting", page.get_by_test_id("entry").first.wait_for)
    stack.start_web()
    page.reload()
    acting.wait_until_sent(page)
    camera.in_every_look(page, "phone-outbox-sent", page.get_by_test_id("entry").first.wait_for)
