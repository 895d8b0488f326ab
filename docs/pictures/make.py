"""Pictures of every screen (截图): `python -m docs.pictures.make` fills this folder from demo data on real processes.

With a name (`office`, `inspector`, `town`) only that person's.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright

from app.demo.album import Album
from docs.pictures import desk, inspector, town
from docs.pictures.camera import Camera
from tests.browser import DESK, PHONE, Browser
from tests.servers import Servers
from tests.stack import Stack

HERE = Path(__file__).parent
SHOTS = {"WS": ("WS", False), "DZ": ("DZ", False), "after": ("WS", True)}


def main() -> None:
    servers = Servers.start(durable=False)
    try:
        stack = Stack(servers, "pictures")
        stack.app = stack.app.having(XUNZHEN_MODE="demo")
        stack.app.fill_demo()
        stack.start()
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
            taken = walk(playwright, stack, Path(folder), only=sys.argv[1:] or list(PEOPLE))
        stack.stop()
    finally:
        servers.stop()
    sys.stdout.write(f"{len(taken)} pictures in {HERE}\n")


def walk(
    playwright: Playwright,
    stack: Stack,
    folder: Path,
    into: Path = HERE,
    only: Sequence[str] = ("office", "inspector", "town"),
) -> list[str]:
    """All screens of these people, each in a browser of their own."""
    camera = Camera(into)
    photos = _photos(folder, datetime.fromisoformat(stack.ask("SELECT xz_now()")))
    tours: dict[str, Callable[[Page], None]] = {
        "office": lambda page: desk.walk(page, stack.address, camera),
        "inspector": lambda page: inspector.walk(page, stack, camera, photos),
        "town": lambda page: town.walk(page, camera, photos),
    }
    for name in only:
        size, start = PEOPLE[name]
        browser = Browser(playwright, folder / name, size)
        tours[name](_opened(browser, f"{stack.address}{start}"))
        browser.close()
    return camera.taken


def _opened(browser: Browser, address: str) -> Page:
    """With patience: a picture is worth waiting for, also on a busy machine."""
    page = browser.open(address)
    page.set_default_timeout(PATIENCE)
    return page


PATIENCE = 120_000  # milliseconds
PEOPLE = {"office": (DESK, ""), "inspector": (PHONE, "/m/"), "town": (PHONE, "/m/")}


def _photos(folder: Path, at: datetime) -> dict[str, Path]:
    """Drawn, and marked 示例, as everywhere in the demo data."""
    album, found = Album(), {}
    for name, (dimension, fixed) in SHOTS.items():
        found[name] = folder / f"{name}.jpg"
        found[name].write_bytes(album.shot(dimension, 0, at, fixed=fixed)[0])
    return found


if __name__ == "__main__":
    main()
