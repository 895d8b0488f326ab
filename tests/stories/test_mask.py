"""Covering a face (遮盖人脸): drawn by mouse, set right by keys, saved; the stamped copy follows by itself, in no look in anybody's way."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from app.models import Round
from app.queries.by_id import one
from tests import make, masked, stamped
from tests.axe import LOOKS, WEAR, violations
from tests.browser import PHONE, Browser
from tests.make import PASSWORD
from tests.stack import Stack
from tests.stories.waiting import until

NUMBERS = "rows => rows.map((row) => [...row.querySelectorAll('[data-n]')].map((field) => Number(field.value)))"
STAMPED = "SELECT count(*) FROM photo WHERE stamped_at IS NOT NULL"  # there is only one
REDACT = "[name=reach][value=everywhere]"


@pytest.fixture
def photo_id(stack: Stack, people: make.World) -> UUID:
    """Of a released point; the worker stamps it."""
    app = create_app(Config.from_env(stack.environment))
    with app.app_context():
        with looking_as(SYSTEM):
            finding, (photo,) = stamped.found(people)
            stamped.shown(photo)
            assert finding.origin is not None
            make.release(one(Round, str(finding.origin.round_id)), people.viewers["supervisor"])
            db.session.commit()
            photo_id = photo.id
        db.engine.dispose()
    return photo_id


def test_a_face_is_covered_by_hand_and_the_copy_to_take_away_follows(
    stack: Stack, photo_id: UUID, supervisor: Browser
) -> None:
    page = supervisor.open(f"{stack.address}/sign-in?next=/photos/{photo_id}/mask")
    page.emulate_media(reduced_motion="reduce")
    _sign_in(page)
    assert until(lambda: stack.ask(STAMPED) == "1")
    assert masked.has_red(_taken(page, photo_id))
    _draw(page, (0.1, 0.1), (0.4, 0.4))
    assert _numbers(page) == [[10, 10, 30, 30]]
    _by_keys(page)
    assert _numbers(page) == [[0, 0, 50, 50]]
    assert _in_anybodys_way(page) == []
    _redact(page)
    assert masked.is_covered(_get(page, f"/api/v1/photos/{photo_id}/1600"))
    assert until(lambda: stack.ask(STAMPED) == "1")
    assert not masked.has_red(_taken(page, photo_id))
    assert supervisor.faults == []


def _sign_in(page: Page) -> None:
    page.locator("[name=account]").fill("supervisor")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("[data-stage] img").wait_for()
    page.wait_for_load_state("networkidle")


def _draw(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A box over the picture, in shares of it."""
    stage = page.locator("[data-stage]").bounding_box()
    assert stage is not None
    spots = [(stage["x"] + x * stage["width"], stage["y"] + y * stage["height"]) for x, y in (start, end)]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=4)
    page.mouse.up()


def _numbers(page: Page) -> list[list[float]]:
    """Left, top, width and height of each box, to the whole per cent that a mouse hits."""
    rows: list[list[float]] = page.locator("[data-box]").evaluate_all(NUMBERS)
    return [[round(number) for number in row] for row in rows]


def _by_keys(page: Page) -> None:
    """To the corner, larger; a second one is made and removed again; then as by hand, for what a mouse misses."""
    for key, times in (("ArrowLeft", 11), ("ArrowUp", 11), ("Shift+ArrowRight", 20), ("Shift+ArrowDown", 20)):
        for _ in range(times):
            page.keyboard.press(key)
    page.locator("[data-add]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-stage] .box").count() == 2
    page.keyboard.press("Delete")


def _in_anybodys_way(page: Page) -> list[str]:
    wide = page.viewport_size
    page.evaluate(WEAR, list(LOOKS[0]))  # the desk leaves it to the system
    found = violations(page, "covering")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    found += violations(page, "covering on a phone")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    if wide:
        page.set_viewport_size(wide)
    return found


def _redact(page: Page) -> None:
    page.locator(REDACT).check(force=True)
    page.locator("[name=why]").fill("路人要求")
    page.locator("form.mask button.main").click()
    page.get_by_text("已隐去").wait_for()


def _taken(page: Page, photo_id: UUID) -> bytes:
    return _get(page, f"/api/v1/photos/{photo_id}/stamped")


def _get(page: Page, path: str) -> bytes:
    """By the person's own session."""
    answer = page.request.get(page.url.split("/photos/")[0] + path)
    assert answer.ok, answer.status
    return answer.body()
