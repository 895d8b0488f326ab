"""A browser (浏览器) as a person has it: a phone's that keeps its disk when closed, or one at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Fields for months and days speak the page's language: Debian's Chromium carries no Chinese of its own to be set to.
CHINESE = "--enable-blink-features=LangAttributeAwareFormControlUI"
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")  # a turning disc, allowed at once
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
HERE = {"latitude": 29.546, "longitude": 119.51, "accuracy": 8}


class Browser:
    """One person's browser; its profile folder outlives `close`, as a phone's disk outlives an app that was killed."""

    def __init__(self, playwright: Playwright, folder: Path, size: dict[str, int], more: tuple[str, ...] = ()) -> None:
        self.playwright = playwright
        self.folder = folder
        self.size = size
        self.more = more
        self.context: BrowserContext | None = None
        self.faults: list[str] = []

    def open(self, address: str) -> Page:
        """Start the browser (again) and go there."""
        launch: dict[str, Any] = {"viewport": self.size, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=[*QUIET, CHINESE, *CAMERA, *self.more],
            geolocation=HERE,
            permissions=["geolocation", "camera"],
            **launch,
        )
        page = self.context.pages[0]
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(address)
        return page

    @property
    def page(self) -> Page:
        assert self.context is not None
        return self.context.pages[0]

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None
