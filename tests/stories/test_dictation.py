"""A note by voice (语音输入): asked once, shown while it listens, kept with the finding. The listener is planted: no sound leaves the machine."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.axe import violations
from tests.browser import Browser
from tests.stack import Stack
from tests.stories import acting

COVER = ("SS-02", "jgqsyw")
TAP = 44
LISTENER = """
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { window.listener = this; }
  stop() { this.onend(); }
  abort() { this.onend(); }
};
"""
LISTENS = '[data-testid="voice"][aria-pressed="true"]'
SAY = "words => { listener.onresult({ results: [[{ transcript: words }]] }); listener.onend(); }"
FAIL = "error => { listener.onerror({ error }); listener.onend(); }"


def on_a_new_finding(stack: Stack, phone: Browser, picture: Path) -> Page:
    acting.sign_in_phone(phone.open(f"{stack.address}/m/"), "inspector")
    page = phone.page
    page.add_init_script(LISTENER)
    page.reload()
    acting.start_visit(page, "梅城镇")
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(COVER[1])
    page.get_by_test_id(f"item-{COVER[0]}").click()
    return page


def test_a_note_is_spoken_after_one_question_and_goes_with_the_finding(
    stack: Stack, round_of_today: None, inspector: Browser, picture: Path
) -> None:
    page = on_a_new_finding(stack, inspector, picture)
    page.get_by_test_id("note").fill("井口朝路")
    _asked_once(page)
    _told_while_it_listens(page)
    _a_failure_has_its_sentence(page)
    page.reload()
    page.get_by_test_id("voice").click()
    page.locator(LISTENS).wait_for()  # asked before, it listens at once
    page.evaluate(SAY, "盖子碎成两半。")
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    acting.wait_until_sent(page)
    assert stack.ask("SELECT note FROM finding") == "井口朝路，靠近小学门口，盖子碎成两半"
    assert inspector.faults == []


def _asked_once(page: Page) -> None:
    page.get_by_test_id("voice").click()
    page.get_by_test_id("voice-ask").wait_for()
    assert "离开这部手机" in page.get_by_test_id("voice-ask").inner_text()
    assert page.evaluate("window.listener === undefined")
    assert violations(page, "asked about the voice") == []
    page.get_by_test_id("voice-agree").click()


def _told_while_it_listens(page: Page) -> None:
    page.get_by_test_id("voice-says").wait_for()
    button = page.get_by_test_id("voice")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TAP
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("正在听", "true")
    assert violations(page, "listening") == []
    page.evaluate(SAY, "靠近小学门口")
    page.get_by_test_id("voice-says").wait_for(state="detached")
    assert page.get_by_test_id("note").input_value() == "井口朝路，靠近小学门口"


def _a_failure_has_its_sentence(page: Page) -> None:
    page.get_by_test_id("voice").click()
    page.get_by_test_id("voice-says").wait_for()
    page.evaluate(FAIL, "not-allowed")
    assert "话筒没有放行" in page.get_by_test_id("voice-trouble").inner_text()


def test_without_signal_or_without_a_listener_no_microphone_is_shown(
    stack: Stack, round_of_today: None, inspector: Browser, picture: Path
) -> None:
    page = on_a_new_finding(stack, inspector, picture)
    page.get_by_test_id("voice").wait_for()
    page.context.set_offline(True)
    page.get_by_test_id("voice").wait_for(state="detached")
    page.context.set_offline(False)
    page.get_by_test_id("voice").wait_for()
    page.add_init_script("delete window.webkitSpeechRecognition; delete window.SpeechRecognition")
    page.reload()
    page.get_by_test_id("note").wait_for()
    assert page.get_by_test_id("voice").count() == 0
    assert inspector.faults == []
