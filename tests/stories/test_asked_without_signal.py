"""Said without signal (断网时说的话): a place set right, a request and a self-check are on the phone, then with the county."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from tests import make
from tests.asking import a_point
from tests.axe import violations
from tests.browser import HERE, Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

ASKED = "SELECT kind, state, reason FROM town_request"
PLACES = "SELECT position->>'provider' FROM finding_origin o JOIN journal j ON j.subject_id = o.finding_id WHERE j.act = 'finding.amend'"
DAYS = "SELECT params->>'days' FROM score_line l JOIN score s ON s.id = l.score_id WHERE code = 'upkeep.self_checks' ORDER BY s.computed_at DESC LIMIT 1"


def arrange(stack: Stack, world: make.World) -> None:
    """A point of 梅城镇 being put right, and a round of today."""
    app = create_app(Config.from_env(stack.environment))

    def look(viewer: object) -> object:
        return looking_as(viewer)  # type: ignore[arg-type]  # whom the maker of worlds looks as

    with app.app_context():
        a_point(world, look, "LS-07")
        with looking_as(SYSTEM):
            make.make_round(world)
            db.session.commit()
        db.engine.dispose()


def without_signal(stack: Stack, phone: Browser, login: str, first: str) -> Page:
    """Signed in once; then the port refuses and the browser is opened anew."""
    acting.sign_in_phone(phone.open(f"{stack.address}/m/"), login)
    phone.page.get_by_test_id(first).first.wait_for()
    stack.stop_web()
    return opened_anew(stack, phone)


def opened_anew(stack: Stack, phone: Browser) -> Page:
    phone.close()
    return phone.open(f"{stack.address}/m/")


KEPT = """() => new Promise((ok) => {
  const opened = indexedDB.open("xunzhen");
  opened.onsuccess = () => {
    const counted = opened.result.transaction("drafts").objectStore("drafts").count();
    counted.onsuccess = () => { opened.result.close(); ok(counted.result > 0); };
  };
})"""  # what is typed is on the disk some milliseconds later


def difficulty(page: Page) -> None:
    page.get_by_test_id("point").first.click()
    page.get_by_test_id("hardship").click()


def ask_for_days(stack: Stack, phone: Browser, barriers: list[str]) -> Page:
    """The app is killed with the form half filled in, and goes on with it."""
    difficulty(phone.page)
    barriers += violations(phone.page, "a point in difficulty")
    phone.page.get_by_test_id("ask-extension").click()
    phone.page.get_by_test_id("phrase").first.click()
    phone.page.wait_for_function(KEPT)
    page = opened_anew(stack, phone)
    difficulty(page)
    page.get_by_test_id("ask-extension").click()
    page.wait_for_function("() => document.querySelector('[data-testid=note]')?.value.includes('下雨')")
    page.get_by_test_id("until").fill(page.get_by_test_id("until").get_attribute("max") or "")
    barriers += violations(page, "asking")
    page.get_by_test_id("ask-send").click()
    page.get_by_test_id("asked").filter(has_text="等县里答复").wait_for()
    return page


def look_at_own_streets(page: Page, picture: Path, barriers: list[str]) -> None:
    acting.go(page, "/selfcheck")
    page.get_by_test_id("shutter-camera-selfcheck").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("dimension-WS").click()
    barriers += violations(page, "self-check of a town")
    page.get_by_test_id("save-check").click()
    page.get_by_test_id("check").filter(has_text="照片在路上").wait_for()


def test_a_town_asks_and_looks_at_its_own_streets_without_signal(
    stack: Stack, people: make.World, town: Browser, picture: Path
) -> None:
    arrange(stack, people)
    barriers: list[str] = []
    without_signal(stack, town, "town", "point")
    page = ask_for_days(stack, town, barriers)
    look_at_own_streets(page, picture, barriers)
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask(ASKED) == "extension|asked|连续下雨没法施工")
    assert until(lambda: stack.ask(DAYS) == "1")
    acting.go(page, "/selfcheck")
    page.get_by_test_id("check").filter(has_text="已计入").wait_for()
    assert barriers + town.faults == []


def set_right(page: Page) -> None:
    """A finger's width away from where the phone thought it was."""
    page.get_by_test_id("amend").click()
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 170, steps=5)
    page.mouse.up()
    page.get_by_test_id("pin-set").click()
    page.get_by_test_id("poor").wait_for(state="detached")


def test_a_badly_placed_point_is_set_right_from_its_visit_without_signal(
    stack: Stack, people: make.World, inspector: Browser, picture: Path
) -> None:
    arrange(stack, people)
    page = without_signal(stack, inspector, "inspector", "town")
    page.context.set_geolocation({**HERE, "accuracy": 80})
    acting.start_visit(page, "梅城镇")
    acting.record(page, picture, ("WS-03", "ljrq"))
    row = page.get_by_test_id("findings").locator("a")
    row.get_by_test_id("poor").wait_for()
    row.click()
    page.get_by_test_id("amend").wait_for()
    barriers = violations(page, "a point badly placed")
    set_right(page)
    page.get_by_test_id("to-visit").click()
    row.wait_for()
    assert row.get_by_test_id("poor").count() == 0
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask(PLACES) == "hand")
    assert barriers + inspector.faults == []
