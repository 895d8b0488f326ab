"""The desk's screens (案头截图), as a supervisor meets them; nothing of a case is changed on the way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, ViewportSize

from app.demo.people import COUNTY
from docs.pictures.camera import Camera
from tests.browser import DESK, PHONE
from tests.stories import acting

LISTS = (
    "notices",
    "rounds",
    "findings",
    "orders",
    "requests",
    "rechecks",
    "second-reviews",
    "approvals",
    "warnings",
    "kept",
    "rescue",
    "scores",
    "bulletin",
    "entries",
    "integrity",
    "access",
    "me",
)


def walk(page: Page, address: str, camera: Camera) -> None:
    page.set_viewport_size(_of(DESK))
    page.goto(f"{address}/sign-in")
    camera.take(page, "desk-sign-in")
    acting.sign_in_desk(page, "supervisor")
    camera.take(page, "desk-workbench")
    for name in LISTS:
        page.goto(f"{address}/{name}")
        camera.take(page, f"desk-{name}")
    for name, (path, row) in DETAILS.items():
        _open(page, f"{address}{path}", row)
        camera.take(page, f"desk-{name}")
    _print(page, camera)
    _asked(page, address, camera)
    _drawn(page, address, camera)
    _listed(page, address, camera)
    _masked(page, camera)
    _packed(page, address, camera)
    _looked_again(page, address, camera)
    _open(page, f"{address}/rounds", "已发布")
    page.locator('a[href^="/visits/"]').first.click()
    page.wait_for_url(re.compile("/visits/"))
    camera.take(page, "desk-visit")
    page.goto(f"{address}/reviews")
    camera.take(page, "desk-review")
    page.goto(f"{address}/orders/new")
    camera.take(page, "desk-order-draft")
    _narrow(page, address, camera)


DETAILS = {
    "round": ("/rounds", "本周暗访"),
    "finding": ("/findings", "整改中"),
    "record-kept": ("/kept", ""),
    "score": ("/scores", "梅城镇"),
    "order": ("/orders", "梅城镇"),
}


def _open(page: Page, address: str, row: str) -> None:
    """From a list to the first row that says this."""
    page.goto(address)
    page.locator("tbody tr", has_text=row).locator("a").first.click()
    page.wait_for_url(re.compile(r"/[0-9a-f-]{36}"))


def _print(page: Page, camera: Camera) -> None:
    page.locator('a[href$="/print"]').first.click()
    page.locator(".paper").wait_for()
    camera.take(page, "desk-order-print")


def _asked(page: Page, address: str, camera: Camera) -> None:
    """What a town wants, with the form that grants it."""
    _open(page, f"{address}/requests?state=asked", "延期")
    page.locator("#asked summary").first.click()
    camera.take(page, "desk-asked")
    page.keyboard.press("Escape")


def _drawn(page: Page, address: str, camera: Camera) -> None:
    """A round's plan with the towns that were drawn; not planned."""
    page.goto(f"{address}/rounds/new")
    page.get_by_role("button", name="抽取").click()
    page.get_by_role("status").wait_for()
    camera.take(page, "desk-draw")


def _listed(page: Page, address: str, camera: Camera) -> None:
    _open(page, f"{address}/orders?level=listed", "")
    camera.take(page, "desk-listed")
    _open(page, f"{address}/findings", "整改中")


def _masked(page: Page, camera: Camera) -> None:
    page.locator('a[href$="/mask"]').first.click()
    page.wait_for_url(re.compile("/mask"))
    camera.take(page, "desk-mask")


def _packed(page: Page, address: str, camera: Camera) -> None:
    """Made by the worker while the page waits."""
    _open(page, f"{address}/orders", "梅城镇")
    page.get_by_role("button", name="证据包").click()
    page.get_by_text("下载").first.wait_for(timeout=60_000)
    camera.take(page, "desk-pack")


def _looked_again(page: Page, address: str, camera: Camera) -> None:
    """A point that did not hold, a decision that is looked at blind, and what everybody may read; nothing is decided."""
    page.goto(f"{address}/rechecks?state=fails")
    page.locator("section.card li a").first.click()
    page.locator("#rechecks").wait_for()
    camera.take(page, "desk-recheck")
    page.goto(f"{address}/second-reviews")
    page.locator('a[href^="/second-reviews/"]').first.click()
    page.wait_for_url(re.compile("/second-reviews/"))
    camera.take(page, "desk-second-review")
    page.goto(f"{address}/public/listed/{COUNTY}")
    camera.take(page, "public-listed")


def _narrow(page: Page, address: str, camera: Camera) -> None:
    """The same pages in a hand."""
    page.set_viewport_size(_of(PHONE))
    page.goto(f"{address}/findings")
    camera.take(page, "desk-narrow-findings")
    page.goto(f"{address}/rechecks")
    camera.take(page, "desk-narrow-rechecks")
    _open(page, f"{address}/scores", "梅城镇")
    camera.take(page, "desk-narrow-score")


def _of(size: dict[str, int]) -> ViewportSize:
    return ViewportSize(width=size["width"], height=size["height"])
