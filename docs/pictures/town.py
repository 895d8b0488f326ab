"""The town's screens (镇街截图): an order to sign, a point to put right, what may be asked, in every look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from docs.pictures.camera import Camera
from tests.stories import acting


def walk(page: Page, camera: Camera, photos: dict[str, Path]) -> None:
    acting.sign_in_phone(page, "town")
    page.get_by_test_id("to-sign").first.wait_for()
    camera.in_every_look(page, "phone-town-home", page.get_by_test_id("to-sign").first.wait_for)
    acting.go(page, "/notices")
    page.get_by_test_id("notice").first.wait_for()
    camera.in_every_look(page, "phone-notices", page.get_by_test_id("notice").first.wait_for)
    acting.go(page, "/")
    page.get_by_test_id("to-sign").first.click()
    page.get_by_test_id("sign").wait_for()
    camera.in_every_look(page, "phone-order", page.get_by_test_id("sign").wait_for)
    page.get_by_test_id("sign").click()
    acting.wait_until_sent(page)
    acting.go(page, "/points")
    page.get_by_test_id("point").first.wait_for()
    camera.in_every_look(page, "phone-points", page.get_by_test_id("point").first.wait_for)
    page.get_by_test_id("point").first.click()
    _answer(page, camera, photos["after"])
    _ask(page, camera)
    _self_check(page, camera, photos["after"])
    for path in ("score", "mine", "fitness"):
        acting.go(page, f"/{path}")
        camera.in_every_look(page, f"phone-{path}")


def _answer(page: Page, camera: Camera, photo: Path) -> None:
    page.get_by_test_id("before").first.wait_for()
    camera.in_every_look(page, "phone-rectify-before", page.get_by_test_id("before").first.wait_for)
    _guided(page, camera)
    page.get_by_test_id("shutter-camera-after").locator("input").set_input_files(photo)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("submit").scroll_into_view_if_needed()
    camera.in_every_look(page, "phone-rectify-after", page.get_by_test_id("submit").scroll_into_view_if_needed)


def _guided(page: Page, camera: Camera) -> None:
    def reach() -> None:
        page.get_by_test_id("guide").click()
        page.get_by_test_id("guided-shoot").wait_for()
        page.get_by_test_id("away").wait_for()

    reach()
    camera.in_every_look(page, "phone-rectify-guided", reach)
    page.get_by_test_id("guided-close").click()


def _ask(page: Page, camera: Camera) -> None:
    """What a town may ask for when it cannot be done in time; left without asking."""
    acting.go(page, "/points")
    page.get_by_test_id("point").last.click()
    page.get_by_test_id("hardship").click()
    page.locator('a[data-testid^="ask-"]').first.click()
    page.get_by_test_id("ask-send").wait_for()
    camera.in_every_look(page, "phone-ask", page.get_by_test_id("ask-send").wait_for)


def _self_check(page: Page, camera: Camera, photo: Path) -> None:
    acting.go(page, "/selfcheck")
    page.locator('[data-testid^="dimension-"]').first.click()  # a word of the form makes it a draft
    page.get_by_test_id("shutter-camera-selfcheck").locator("input").set_input_files(photo)
    page.get_by_test_id("shot").wait_for()
    camera.in_every_look(page, "phone-self-check", page.get_by_test_id("shot").wait_for)
