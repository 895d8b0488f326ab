"""Photos shared from the gallery (相册分享): taken with no signal, offered on the record, sent as gallery photos; felt when saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import samples
from tests.axe import violations
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting
from tests.stories.waiting import until

COVER = ("SS-02", "jgqsyw")
SHORT, DOUBLE = 30, [80, 60, 80]
TREMBLE = "window.felt = []; navigator.vibrate = pattern => felt.push(pattern);"
FORM = """() => { const form = document.createElement("form");
  Object.assign(form, { id: "gallery", method: "POST", action: "/m/share", enctype: "multipart/form-data" });
  form.append(Object.assign(document.createElement("input"), { type: "file", name: "photos", multiple: true }));
  document.body.append(form); }"""
WAITING = "async () => (await (await caches.open('shared')).keys()).length"
CLAIMED = """SELECT string_agg(DISTINCT role || '|' || c.source || '|' || (c.position IS NULL OR c.position = 'null'), ' ')
    FROM photo JOIN photo_claim c ON c.photo_id = id"""


@pytest.fixture
def gallery(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{number}.jpg" for number in (1, 2)]
    for number, file in enumerate(files):
        file.write_bytes(samples.different_jpeg(number))
    return files


def share(page: Page, files: list[Path]) -> None:
    """As the gallery's share sheet does: a form with the pictures, sent to the address in the manifest."""
    page.evaluate("navigator.serviceWorker.ready")
    page.evaluate(FORM)
    page.locator("#gallery input").set_input_files(files)
    with page.expect_navigation(url="**/m/**"):
        page.evaluate("document.getElementById('gallery').submit()")


def opened(stack: Stack, phone: Browser, login: str) -> Page:
    page = phone.open(f"{stack.address}/m/")
    page.add_init_script(TREMBLE)
    acting.sign_in_phone(page, login)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_shared_photos_are_offered_without_signal_added_and_sent(
    stack: Stack, round_of_today: None, inspector: Browser, gallery: list[Path]
) -> None:
    page = opened(stack, inspector, "inspector")
    acting.start_visit(page, "梅城镇")
    stack.stop_web()
    share(page, gallery)
    page.get_by_test_id("shared").wait_for()
    assert "相册分享来的 2 张照片" in page.get_by_test_id("shared").inner_text()
    assert violations(page, "photos are offered") == []
    page.get_by_test_id("save").click()
    assert page.evaluate("felt") == [DOUBLE]
    page.get_by_test_id("shared-add").click()
    page.get_by_test_id("shared").wait_for(state="detached")
    assert page.get_by_test_id("shot").count() == 2
    page.get_by_test_id("item-search").fill(COVER[1])
    page.get_by_test_id(f"item-{COVER[0]}").click()
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    assert page.evaluate("felt") == [DOUBLE, SHORT]
    stack.start_web()
    acting.wait_until_sent(page)
    assert until(lambda: stack.ask("SELECT count(*) FROM photo WHERE derived_at IS NOT NULL") == "2")
    assert stack.ask(CLAIMED) == "before|gallery|true"
    assert page.evaluate(WAITING) == 0
    assert inspector.faults == []


def test_what_is_thrown_away_is_not_offered_again_and_leaving_takes_the_rest(
    stack: Stack, round_of_today: None, inspector: Browser, gallery: list[Path]
) -> None:
    page = opened(stack, inspector, "inspector")
    share(page, gallery[:1])
    page.get_by_test_id("shared-waiting").wait_for()
    acting.go(page, "/")
    acting.start_visit(page, "梅城镇")
    page.get_by_test_id("record").click()
    page.get_by_test_id("shared-drop").click()
    page.get_by_test_id("shared").wait_for(state="detached")
    share(page, gallery)
    page.get_by_test_id("shared").wait_for()
    assert page.evaluate(WAITING) == 2
    acting.go(page, "/mine")
    page.get_by_test_id("sign-out").click()
    page.get_by_test_id("sign-out-sure").click()
    page.get_by_test_id("account").wait_for()
    assert until(lambda: page.evaluate(WAITING) == 0)
    assert inspector.faults == []
