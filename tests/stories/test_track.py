"""The way of a visit (路线): noted on the phone under everybody's eyes, kept through a kill, drawn at the desk."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.axe import violations
from tests.browser import HERE, Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

ON_EACH_SCREEN = ("/", "/map", "/record", "/outbox", "/mine", "/fitness")
NOTED = "() => (document.querySelector('[data-testid=gone]')?.getAttribute('points').split(' ').length ?? 0) / 2"
LEFT = """() => new Promise((done) => {
  const asked = indexedDB.open("xunzhen");
  asked.onsuccess = () => { const all = asked.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.filter((row) => row.kind === "track").length); }; };
})"""


def walk(phone: Browser, *metres: int) -> None:
    """To so many metres north of where it began; the map draws what is on the phone's disk, each before the next."""
    assert phone.context is not None
    acting.go(phone.page, "/map")
    phone.page.locator("path.county").wait_for()
    for far in metres:
        before = phone.page.evaluate(NOTED)
        phone.context.set_geolocation({**HERE, "latitude": HERE["latitude"] + far / 110_850})
        phone.page.wait_for_function(f"() => ({NOTED})() > {before}")


def see_the_sign(page: Page) -> list[str]:
    """Screens that do not say that the way is noted."""
    silent = []
    for path in ON_EACH_SCREEN:
        acting.go(page, path)
        page.wait_for_timeout(100)
        if not page.get_by_test_id("noting").is_visible():
            silent.append(path)
    return silent


def test_a_way_is_noted_with_a_sign_survives_a_kill_and_is_drawn_at_the_desk(
    stack: Stack, round_of_today: None, inspector: Browser, supervisor: Browser
) -> None:
    page = _noted_without_signal(stack, inspector)
    walk(inspector, 160, 240)
    assert violations(page, "the map with the way") == []
    page.get_by_test_id("noting").click()
    acting.finish_visit(page, ("WS",))
    assert page.get_by_test_id("noting").count() == 0
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask("SELECT count(*) FROM track") == "1")
    assert int(stack.ask("SELECT jsonb_array_length(points) FROM track")) >= 4
    assert page.evaluate(LEFT) == 0
    _at_the_desk(stack, supervisor)
    assert inspector.faults + supervisor.faults == []


def _noted_without_signal(stack: Stack, inspector: Browser) -> Page:
    """No sign before the visit begins; then one on each screen, and the way outlives the app."""
    acting.sign_in_phone(inspector.open(f"{stack.address}/m/"), "inspector")
    page = inspector.page
    page.get_by_test_id("town").first.wait_for()
    assert page.get_by_test_id("noting").count() == 0
    stack.stop_web()
    acting.start_visit(page, "梅城镇")
    page.get_by_test_id("noting").wait_for()
    assert see_the_sign(page) == []
    walk(inspector, 40, 80)
    noted = page.evaluate(NOTED)
    inspector.close()
    page = inspector.open(f"{stack.address}/m/")
    page.get_by_test_id("noting").wait_for()
    acting.go(page, "/map")
    page.get_by_test_id("gone").wait_for(state="attached")
    assert page.evaluate(NOTED) >= noted >= 2
    return page


def _at_the_desk(stack: Stack, supervisor: Browser) -> None:
    page = supervisor.open(f"{stack.address}/")
    acting.sign_in_desk(page, "supervisor")
    visit_id = stack.ask("SELECT visit_id FROM track")
    page.goto(f"{stack.address}/visits/{visit_id}")
    page.get_by_text("手机报告的路线，不是证明").wait_for()
    box = page.locator("polyline.gone").bounding_box()
    assert box is not None
    assert box["height"] > 100


def test_switched_off_there_is_no_sign_and_no_way(stack: Stack, round_of_today: None, inspector: Browser) -> None:
    acting.sign_in_phone(inspector.open(f"{stack.address}/m/"), "inspector")
    page = inspector.page
    acting.go(page, "/mine")
    page.get_by_test_id("track-false").click()
    assert "镇街一直看不到" in page.get_by_test_id("track-says").inner_text()
    acting.go(page, "/")
    acting.start_visit(page, "梅城镇")
    page.wait_for_timeout(500)
    assert page.get_by_test_id("noting").count() == 0
    acting.finish_visit(page, ("WS",))
    acting.wait_until_sent(page)
    assert stack.ask("SELECT count(*) FROM track") == "0"
    assert stack.ask("SELECT count(*) FROM operation WHERE kind = 'visit.finish' AND payload ? 'track'") == "0"
