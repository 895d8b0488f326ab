"""The phone's screens (手机截图): an inspector on a visit with and without signal, and a town that answers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from docs.pictures.camera import Camera
from tests.stack import Stack
from tests.stories import acting

BINS, SHOPS = ("WS-03", "ljrqmy"), ("DZ-01", "cdjy")
PARKING = ("CK-01", "jdclt")
TOWN = "三都镇"


def inspector(page: Page, stack: Stack, camera: Camera, photos: dict[str, Path]) -> None:
    page.get_by_test_id("account").wait_for()
    camera.take(page, "phone-sign-in")
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    camera.take(page, "phone-home")
    _looks(page, camera, "home")
    _map(page, camera)
    acting.start_visit(page, TOWN)
    acting.record(page, photos["WS"], BINS, 3, "北门两只桶满溢")
    camera.take(page, "phone-visit")
    _looks(page, camera, "visit")
    _record(page, camera, photos["DZ"])
    _without_signal(page, stack, camera, photos["DZ"])


def _record(page: Page, camera: Camera, photo: Path) -> None:
    """A point as it is being written, in three looks, and stored."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(photo)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(SHOPS[1])
    page.get_by_test_id(f"item-{SHOPS[0]}").click()
    page.get_by_test_id("note").fill("沿街三家店外摆")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "phone-record")
    page.get_by_test_id("pin-open").click()
    page.get_by_test_id("map").wait_for()
    camera.take(page, "phone-record-pin")
    page.get_by_test_id("pin").get_by_role("button", name="返回").first.click()
    _looks(page, camera, "record")
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    camera.take(page, "phone-recorded")
    page.get_by_test_id("to-visit").click()


def _map(page: Page, camera: Camera) -> None:
    acting.go(page, "/map")
    page.locator("[data-testid^=mark-]").first.wait_for()
    camera.take(page, "phone-map")
    _looks(page, camera, "map")
    page.locator("[data-testid^=mark-]").last.dispatch_event("click")
    page.get_by_test_id("map-card").wait_for()
    camera.take(page, "phone-map-point")
    acting.go(page, "/")


def _looks(page: Page, camera: Camera, screen: str) -> None:
    """The same screen dark, and with large type; the draft is still there after the reload."""
    for key, value in (("theme", "dark"), ("type", "large")):
        page.evaluate("([key, value]) => localStorage.setItem(`xz.${key}`, value)", [key, value])
        page.reload()
        page.locator("main").wait_for()
        camera.take(page, f"phone-{screen}-{value}")
        page.evaluate("(key) => localStorage.removeItem(`xz.${key}`)", key)
    page.reload()
    page.locator("main").wait_for()


def _without_signal(page: Page, stack: Stack, camera: Camera, photo: Path) -> None:
    """What is recorded while the server cannot be reached waits in the outbox."""
    stack.stop_web()
    acting.record(page, photo, PARKING, 2, "消防通道前")
    acting.go(page, "/outbox")
    page.get_by_test_id("entry").first.wait_for()
    camera.take(page, "phone-outbox-waiting")
    _looks(page, camera, "outbox")
    stack.start_web()
    page.reload()
    acting.wait_until_sent(page)
    camera.take(page, "phone-outbox-sent")


def town(page: Page, camera: Camera, photos: dict[str, Path]) -> None:
    acting.sign_in_phone(page, "town")
    page.get_by_test_id("to-sign").first.wait_for()
    camera.take(page, "phone-town-home")
    page.get_by_test_id("to-sign").first.click()
    page.get_by_test_id("sign").wait_for()
    camera.take(page, "phone-order")
    _looks(page, camera, "order")
    page.get_by_test_id("sign").click()
    acting.wait_until_sent(page)
    acting.go(page, "/points")
    page.get_by_test_id("point").first.wait_for()
    camera.take(page, "phone-points")
    page.get_by_test_id("point").first.click()
    page.get_by_test_id("before").first.wait_for()
    camera.take(page, "phone-rectify-before")
    _guided(page, camera)
    page.get_by_test_id("shutter-camera-after").locator("input").set_input_files(photos["after"])
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("submit").scroll_into_view_if_needed()
    camera.take(page, "phone-rectify-after")
    for path in ("score", "mine", "fitness"):
        acting.go(page, f"/{path}")
        camera.take(page, f"phone-{path}")


def _guided(page: Page, camera: Camera) -> None:
    _looks(page, camera, "rectify")
    page.get_by_test_id("guide").click()
    page.get_by_test_id("away").wait_for()
    camera.take(page, "phone-rectify-guided")
    page.get_by_test_id("guided-close").click()
