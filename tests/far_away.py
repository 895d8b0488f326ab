"""Far away (远处): the test's side of tests/slow_line.py, and a phone that records points with photos behind it."""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from deploy.local.places import ROOT
from deploy.local.processes import Command
from tests.stories import acting

ITEM = "WS-03"
ARRIVED = "SELECT count(*) FROM photo WHERE arrived_at IS NOT NULL"


@dataclass(frozen=True)
class SlowLine:
    """Bits per second up and down, seconds of delay, the share of 128 KiB stretches that break off, a seed."""

    folder: Path
    port: int
    up: int
    delay: float
    resets: float
    seed: int = 1

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, upstream: int) -> Command:
        words = [
            "--port",
            self.port,
            "--upstream",
            upstream,
            "--up",
            self.up,
            "--down",
            self.up * 4,
            "--seed",
            self.seed,
        ]
        words += ["--delay", self.delay, "--resets", self.resets, "--flag", self.flag, "--record", self.record]
        argv = [sys.executable, "-m", "tests.slow_line", *map(str, words)]
        return Command("slow line", argv, log=self.folder / "line.log", folder=ROOT)

    @property
    def flag(self) -> Path:
        return self.folder / "far-away"

    @property
    def record(self) -> Path:
        return self.folder / "line.jsonl"

    def ready(self) -> bool:
        with socket.socket() as wire:
            return wire.connect_ex(("127.0.0.1", self.port)) == 0

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.record.read_text().splitlines()] if self.record.exists() else []

    def resets_met(self) -> int:
        return sum("reset" in one for one in self.told())

    def parts(self) -> dict[str, list[int]]:
        """By the address of each upload: where its parts began, in the order they were sent."""
        parts: dict[str, list[int]] = {}
        for one in self.told():
            if "offset" in one:
                parts.setdefault(one["upload"], []).append(one["offset"])
        return parts


def photograph(path: Path) -> Path:
    """A picture that is about 400 kB as the phone sends it."""
    noise = Image.frombytes("RGB", (400, 300), os.urandom(400 * 300 * 3)).resize((1600, 1200), Image.Resampling.BICUBIC)
    kept = BytesIO()
    noise.save(kept, "JPEG", quality=50)
    path.write_bytes(kept.getvalue())
    return path


def record_points(page: Page, folder: Path, many: int) -> None:
    """One photo each; back on the visit afterwards."""
    for n in range(many):
        page.get_by_test_id("record").click()
        page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(photograph(folder / f"{n}.jpg"))
        page.get_by_test_id("shot").wait_for()
        page.get_by_test_id(f"item-{ITEM}").click()
        page.get_by_test_id("save").click()
        page.get_by_test_id("saved").wait_for()
        page.get_by_test_id("to-visit").click()


def on_a_visit(page: Page) -> None:
    acting.sign_in_phone(page, "inspector")
    page.get_by_test_id("town").first.wait_for()
    acting.start_visit(page, "梅城镇")


def twice_from_zero(parts: dict[str, list[int]], photos: int) -> int:
    """How often nothing had been kept of a first part: it was sent once more, or at a new address."""
    again = sum(a == 0 and b == 0 for offsets in parts.values() for a, b in pairwise(offsets))
    return again + max(0, len(parts) - photos)


def sizes_of(store: Path) -> dict[str, int]:
    """What lies in the photo store under the hash of its own bytes."""
    whole = (path for path in store.rglob("*") if path.is_file() and len(path.name) == 64)
    return {path.name: path.stat().st_size for path in whole if sha256(path.read_bytes()).hexdigest() == path.name}
