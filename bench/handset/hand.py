"""Handset (测试手机): a phone's Chromium with a slower processor and a town's edge of a network, and its own watch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, Playwright

from tests.browser import PHONE, Browser

SLOWER = 4
WATCH = Path(__file__).with_name("watch.js")


@dataclass(frozen=True)
class Line:
    """Round trip in milliseconds, bits per second down and up."""

    round_trip: float
    down: float
    up: float


TOWN_EDGE = Line(150, 1_600_000, 750_000)
SLOW_3G = Line(400, 400_000, 400_000)


class Handset:
    """One phone; `open` is a start of the app, the profile stays."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.browser = Browser(playwright, folder, PHONE)

    def open(self, address: str, line: Line | None = None) -> Page:
        page = self.browser.open("about:blank")
        page.add_init_script(path=WATCH)
        self.wire: CDPSession = page.context.new_cdp_session(page)
        self.wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if line:
            self.wire.send("Network.enable")
            self.wire.send("Network.emulateNetworkConditions", conditions(line))
        page.goto(address, wait_until="commit")
        return page

    def close(self) -> None:
        self.browser.close()
        assert self.browser.faults == [], self.browser.faults


def conditions(line: Line) -> dict[str, Any]:
    return {
        "offline": False,
        "latency": line.round_trip,
        "downloadThroughput": line.down / 8,
        "uploadThroughput": line.up / 8,
    }


def shown(page: Page, name: str) -> float:
    """Waits until it stands on the screen; since when, by the page's clock."""
    return float(page.evaluate("name => watch.until(name)", name))


def pressed(page: Page, kind: str, on: str | None = None) -> float:
    """When the newest of these reached the page."""
    find = "([kind, on]) => watch.presses.findLast((one) => one.kind === kind && (on === null || one.on === on)).at"
    return float(page.evaluate(find, [kind, on]))
