"""The browser of tests and pictures shows a person in Zhejiang what theirs would: months and days in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser import DESK, Browser

PAGE = "data:text/html,<html lang=zh-CN><input type=month value=2026-11><input type=date value=2026-11-02>"


def texts(node: dict[str, Any]) -> Iterator[str]:
    """What stands in a node and in the parts the browser itself put there."""
    if node["nodeName"] == "#text":
        yield node["nodeValue"]
    for child in [*node.get("shadowRoots", []), *node.get("children", [])]:
        yield from texts(child)


def test_fields_for_months_and_days_are_chinese(tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        browser = Browser(playwright, tmp_path / "person", DESK)
        page = browser.open(PAGE)
        wire = page.context.new_cdp_session(page)
        said = "".join(texts(wire.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]))
        browser.close()
    assert said == "2026年11月2026/11/02"
