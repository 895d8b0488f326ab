"""The field app (手机端) where it matters: a red-line point with no signal at all, then its after-photo against the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.axe import violations
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

COVER = ("SS-02", "jgqsyw")
ARRIVED = "SELECT count(*) FROM photo WHERE derived_at IS NOT NULL"
WITNESSES = """SELECT count(*) FILTER (WHERE h.sha256 = c.original_sha256), count(*) FILTER (WHERE h.sha256 = c.metadata_sha256)
    FROM photo_claim c JOIN blob_holder h ON h.sha256 IN (c.original_sha256, c.metadata_sha256)"""


@pytest.fixture
def barriers() -> Iterator[list[str]]:
    """What axe found on the screens of the story; nothing, when it is over."""
    found: list[str] = []
    yield found
    assert found == []


def look_at_the_map(page: Page, barriers: list[str]) -> None:
    page.get_by_test_id("today").wait_for()
    barriers += violations(page, "home")
    acting.go(page, "/map")
    page.locator("path.county").wait_for()
    barriers += violations(page, "map")
    assert len(page.locator("path.county").get_attribute("d") or "") > 1_000
    acting.go(page, "/fitness")
    page.locator('[data-testid="fit-server"][data-verdict="weak"]').wait_for()
    page.locator('[data-testid="fit-offline"][data-verdict="good"]').wait_for()
    barriers += violations(page, "self-check")
    acting.go(page, "/")


def drag(page: Page, on: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    """A finger from one place of that part to another, in pixels from its corner."""
    part = page.get_by_test_id(on)
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=5)
    page.mouse.up()


def set_by_hand(page: Page, barriers: list[str]) -> None:
    """Move the map under the cross by a finger's width."""
    page.get_by_test_id("pin-open").click()
    barriers += violations(page, "the place by hand")
    drag(page, "map", (200, 200), (160, 170))
    page.get_by_test_id("pin-set").click()
    page.get_by_test_id("pin").wait_for(state="detached")


def record_with_pin(page: Page, picture: Path, barriers: list[str]) -> None:
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    set_by_hand(page, barriers)
    page.get_by_test_id("item-search").fill(COVER[1])
    page.get_by_test_id(f"item-{COVER[0]}").click()
    page.get_by_test_id("red-line").wait_for()
    barriers += violations(page, "record")
    page.get_by_test_id("save").click()


def sign_for_it(page: Page) -> None:
    page.get_by_test_id("signer").fill("社区值班人员")
    drag(page, "signature", (20, 20), (90, 60))
    page.get_by_test_id("hand-over").click()


def photograph_against_the_first(page: Page, barriers: list[str]) -> None:
    barriers += violations(page, "a town's home")
    page.get_by_test_id("point").first.click()
    page.get_by_test_id("guide").wait_for()
    barriers += violations(page, "rectify")
    page.get_by_test_id("guide").click()
    page.get_by_test_id("veil").locator("img").wait_for()
    page.get_by_test_id("away").wait_for()
    barriers += violations(page, "guided photo")
    page.get_by_test_id("guided-shoot").click()
    page.get_by_test_id("guided").locator(".thumb img").wait_for()
    page.get_by_test_id("guided-done").click()
    page.get_by_test_id("submit").click()
    page.get_by_test_id("today").wait_for()


def record_without_signal(stack: Stack, inspector: Browser, picture: Path, barriers: list[str]) -> Page:
    """The port refuses and the browser is opened anew; the point is recorded, placed by hand and handed over."""
    acting.sign_in_phone(inspector.open(f"{stack.address}/m/"), "inspector")
    inspector.page.get_by_test_id("town").first.wait_for()
    stack.stop_web()
    inspector.close()
    page = inspector.open(f"{stack.address}/m/")
    look_at_the_map(page, barriers)
    acting.start_visit(page, "梅城镇")
    barriers += violations(page, "visit")
    record_with_pin(page, picture, barriers)
    page.get_by_test_id("hand-over-ask").wait_for()
    barriers += violations(page, "recorded")
    sign_for_it(page)
    return page


@pytest.mark.usefixtures("round_of_today")
def test_a_missing_cover_without_signal_and_its_answer_against_the_first_photo(
    stack: Stack, inspector: Browser, town: Browser, picture: Path, barriers: list[str]
) -> None:
    page = record_without_signal(stack, inspector, picture, barriers)
    stack.start_web()
    acting.wait_until_sent(page)
    barriers += violations(page, "outbox")
    assert until(lambda: stack.ask(WITNESSES) == "1|1")
    assert stack.ask("SELECT position->>'provider', position->>'accuracy_m' FROM finding_origin") == "hand|20.0"
    told = stack.ask("SELECT body->>'signed', body->>'signature' FROM journal WHERE act = 'finding.hand_over'")
    assert told.startswith("社区值班人员|M")
    assert until(lambda: stack.ask(ARRIVED) == "1")
    acting.sign_in_phone(town.open(f"{stack.address}/m/"), "town")
    photograph_against_the_first(town.page, barriers)
    assert until(lambda: stack.ask("SELECT state FROM evidence") == "whole")
    assert (
        stack.ask(
            "SELECT role, c.source, c.position IS NOT NULL FROM photo JOIN photo_claim c ON c.photo_id = id WHERE role = 'after'"
        )
        == "after|camera|t"
    )
    assert inspector.faults + town.faults == []
