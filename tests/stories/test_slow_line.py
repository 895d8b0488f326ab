"""A far valley (弱网): the line breaks off inside a photo, and what went up before need not go again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser import PHONE, Browser
from tests.far_away import ARRIVED, SlowLine, on_a_visit, record_points, sizes_of, twice_from_zero
from tests.servers import free_port
from tests.stack import Stack
from tests.stories.waiting import until

UP, DELAY, RESETS = 1_000_000, 0.1, 0.6  # as bench/slow_line.py, but quicker


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    opened = Browser(playwright, tmp_path / "phone", PHONE)
    yield opened
    opened.close()


def test_a_photo_goes_on_where_the_line_broke_off(
    stack: Stack, round_of_today: None, phone: Browser, tmp_path: Path
) -> None:
    line = SlowLine(stack.folder, free_port(), UP, DELAY, RESETS)
    stack.beside("line", line.command(stack.app.port)).wait_until(line.ready)
    on_a_visit(phone.open(f"{line.address}/m/"))
    line.flag.touch()
    record_points(phone.page, tmp_path, 1)
    assert until(lambda: stack.ask(ARRIVED) == "1")
    assert stack.ask("SELECT sha256 FROM photo") in sizes_of(stack.folder / "photos")
    assert line.resets_met() >= 1
    assert max(line.offsets()) > 0
    assert twice_from_zero(line.offsets()) == 0
    assert phone.faults == []
