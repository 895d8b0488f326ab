"""Pictures of every screen (截图): `python -m docs.pictures.make` fills this folder from demo data on real processes."""

from __future__ import annotations

import sys
import tempfile
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
            taken = walk(playwright, stack, Path(folder))
        stack.stop()
    finally:
        servers.stop()
    sys.stdout.write(f"{len(taken)} pictures in {HERE}\n")


def walk(playwright: Playwright, stack: Stack, folder: Path, into: Path = HERE) -> list[str]:
    """All screens of all people, each in a browser of their own."""
    camera = Camera(into)
    photos = _photos(folder, datetime.fromisoformat(stack.ask("SELECT xz_now()")))
    at_desk, on_visit, in_town = (Browser(playwright, folder / name, size) for name, size in PEOPLE)
    desk.walk(_opened(at_desk, stack.address), stack.address, camera)
    at_desk.close()
    inspector.walk(_opened(on_visit, f"{stack.address}/m/"), stack, camera, photos)
    on_visit.close()
    town.walk(_opened(in_town, f"{stack.address}/m/"), camera, photos)
    in_town.close()
    return camera.taken


def _opened(browser: Browser, address: str) -> Page:
    """With patience: a picture is worth waiting for, also on a busy machine."""
    page = browser.open(address)
    page.set_default_timeout(PATIENCE)
    return page


PATIENCE = 120_000  # milliseconds
PEOPLE = (("office", DESK), ("inspector", PHONE), ("town", PHONE))


def _photos(folder: Path, at: datetime) -> dict[str, Path]:
    """Drawn, and marked 示例, as everywhere in the demo data."""
    album, found = Album(), {}
    for name, (dimension, fixed) in SHOTS.items():
        found[name] = folder / f"{name}.jpg"
        found[name].write_bytes(album.shot(dimension, 0, at, fixed=fixed)[0])
    return found


if __name__ == "__main__":
    main()
