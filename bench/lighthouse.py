"""Lighthouse (无障碍评分): its accessibility score for each of the phone's screens, signed in, with demo data, against 100.

Lighthouse is big and only measures: its packages (bench/lighthouse/) are installed into the data folder when this first runs,
never by ./dev run or ./dev test. It looks at the screen that stands open, so a screen is measured as a person has it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from deploy.local import front_end
from deploy.local.places import data_folder
from deploy.local.steps import CannotGoOn, step, watched
from tests import samples
from tests.browser import PHONE, Browser
from tests.servers import Servers, free_port
from tests.stack import Stack
from tests.stories import acting

PACKAGES = Path(__file__).with_name("lighthouse")
WHOLE = 100
OF_INSPECTOR = (  # a screen, its address, the part that comes last
    ("where-to-record", "/record", "main a"),
    ("map", "/map", "path.county"),
    ("fitness", "/fitness", "[data-verdict]"),
)
ANYTHING = re.compile(r"\S")
TOWN, BINS = "三都镇", ("WS-03", "ljrqmy")


@dataclass
class Lighthouse:
    """The installed packages, and a browser that they reach at this port."""

    folder: Path
    port: int
    found: dict[str, dict[str, Any]]

    def look(self, page: Page, screen: str) -> None:
        """Score what stands open."""
        page.wait_for_load_state("networkidle")
        words = front_end.node_words(str(self.folder / "score.mjs"), str(self.port))
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        if done.returncode:
            raise CannotGoOn(f"Lighthouse could not judge {screen}: {done.stderr}", "remove its folder and run again")
        self.found[screen] = json.loads(done.stdout)


def install() -> Path:
    """Its packages, unless they are there already."""
    folder = data_folder() / "lighthouse"
    digest = hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / ".lock-installed"
    shutil.copytree(PACKAGES, folder, dirs_exist_ok=True)
    if stamp.exists() and stamp.read_text() == digest:
        return folder
    with step("Lighthouse"):
        done = watched(front_end.npm_words("ci"), folder=folder, environment=front_end.environment())
    if done.code:
        raise CannotGoOn(f"npm ci failed: {done.last_words}", "check the network and run again")
    stamp.write_text(digest)
    return folder


def turn(page: Page, path: str) -> None:
    """To that screen, and not on before the one that stood there is gone and the new one says something."""
    page.evaluate("document.querySelector('main').dataset.before = ''")
    acting.go(page, path)
    page.locator("main:not([data-before])", has_text=ANYTHING).wait_for()


def inspector(page: Page, eyes: Lighthouse, photo: Path) -> None:
    """From the sign-in to a recorded point that has arrived."""
    page.get_by_test_id("account").wait_for()
    eyes.look(page, "sign-in")
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    eyes.look(page, "home")
    for name, path, part in OF_INSPECTOR:
        turn(page, path)
        page.locator(part).first.wait_for()
        eyes.look(page, name)
    turn(page, "/")
    record(page, eyes, photo)
    acting.wait_until_sent(page)
    eyes.look(page, "outbox")


def record(page: Page, eyes: Lighthouse, photo: Path) -> None:
    """A visit and one point of it, with its photo."""
    page.get_by_test_id("town").filter(has_text=TOWN).first.click()
    page.get_by_test_id("start-visit").wait_for()
    eyes.look(page, "start-visit")
    page.get_by_test_id("start-visit").click()
    page.get_by_test_id("finish").wait_for()
    eyes.look(page, "visit")
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(photo)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(BINS[1])
    page.get_by_test_id(f"item-{BINS[0]}").click()
    eyes.look(page, "record")
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    eyes.look(page, "recorded")


def town(page: Page, eyes: Lighthouse) -> None:
    """From an order to its points, the score and what is one's own."""
    acting.sign_in_phone(page, "town")
    page.get_by_test_id("to-sign").first.wait_for()
    eyes.look(page, "town-home")
    page.get_by_test_id("to-sign").first.click()
    page.get_by_test_id("sign").wait_for()
    eyes.look(page, "order")
    for name in ("orders", "score", "mine", "points"):
        turn(page, f"/{name}")
        eyes.look(page, name)
    page.get_by_test_id("point").first.click()
    page.get_by_test_id("before").first.wait_for()
    eyes.look(page, "rectify")


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    servers = Servers.start(durable=False)
    found: dict[str, dict[str, Any]] = {}
    try:
        stack = Stack(servers, "lighthouse")
        stack.app = stack.app.having(XUNZHEN_MODE="demo")
        stack.app.fill_demo()
        stack.start()
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profiles:
            photo = Path(profiles) / "bins.jpg"
            photo.write_bytes(samples.jpeg())
            for name in ("inspector", "town"):
                port = free_port()
                browser = Browser(playwright, Path(profiles) / name, PHONE, (f"--remote-debugging-port={port}",))
                page, eyes = browser.open(f"{stack.address}/m/"), Lighthouse(folder, port, found)
                inspector(page, eyes, photo) if name == "inspector" else town(page, eyes)
                browser.close()
        stack.stop()
    finally:
        servers.stop()
    return found


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--json", action="store_true")
    found = measure(install())
    if words.parse_args().json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for screen, judged in found.items():
            print(f"{judged['score'] / WHOLE:5.2f} of 1  {screen} ({judged['judged']} audits)")
            print("".join(f"         {line}\n" for line in judged["wrong"]), end="")
    return int(any(judged["score"] < WHOLE for judged in found.values()))


if __name__ == "__main__":
    sys.exit(main())
