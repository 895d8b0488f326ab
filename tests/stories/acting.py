"""What the people of a story do, step by step, in a browser: a sentence a function, and nothing asserted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.make import PASSWORD


def go(page: Page, path: str) -> None:
    """To a screen of the phone app by its address, as a shortcut or a notice does."""
    page.evaluate(f"location.hash = '{path}'")


def sign_in_phone(page: Page, login: str) -> None:
    page.get_by_test_id("account").fill(login)
    page.get_by_test_id("password").fill(PASSWORD)
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("today").wait_for()


def start_visit(page: Page, town: str) -> None:
    page.get_by_test_id("town").filter(has_text=town).first.click()
    page.get_by_test_id("start-visit").click()
    page.get_by_test_id("finish").wait_for()


def record(page: Page, picture: Path, item: tuple[str, str], quantity: int = 1, note: str = "") -> None:
    """Photo first, then the item (code, initials) found by its initials, how many, a word; back on the visit afterwards."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("item-search").fill(item[1])
    page.get_by_test_id(f"item-{item[0]}").click()
    for _ in range(quantity - 1):
        page.get_by_test_id("more").click()
    page.get_by_test_id("note").fill(note)
    page.get_by_test_id("save").click()
    page.get_by_test_id("saved").wait_for()
    page.get_by_test_id("to-visit").click()


def finish_visit(page: Page, clean: tuple[str, ...], absent: tuple[str, ...] = ()) -> None:
    for code in clean:
        page.get_by_test_id(f"looked-{code}-clean").click()
    for code in absent:
        page.get_by_test_id(f"looked-{code}-not_applicable").click()
    page.get_by_test_id("finish").click()
    page.get_by_test_id("finish-sure").click()
    page.get_by_test_id("today").wait_for()


def wait_until_sent(page: Page) -> None:
    """The outbox says by itself that nothing is left on the phone."""
    go(page, "/outbox")
    page.get_by_test_id("entry").first.wait_for()
    page.get_by_test_id("count-open").filter(has_text="0").wait_for(timeout=60_000)


def sign_in_desk(page: Page, login: str) -> None:
    page.get_by_label("账号").fill(login)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('form button:has-text("登录")').click()
    page.locator("h1").wait_for()


def plan_round(page: Page, address: str, title: str, town: str, inspector: str) -> None:
    """An unannounced round of today, planned at the desk."""
    page.goto(f"{address}/rounds/new")
    page.locator('input[name="title"]').fill(title)
    page.locator('input[name="kind"][value="unannounced"]').check(force=True)
    page.locator("label", has_text=town).locator("input").check(force=True)
    page.get_by_role("checkbox", name=f"{inspector} ·").check(force=True)
    page.locator("form.form button.main").click()
    page.locator("h1", has_text=title).wait_for()


def act(page: Page, action: str, note: str = "") -> None:
    """Press the button of that action, answering what it asks before."""
    form = page.locator(f'form:has(input[name="action"][value="{action}"])').last
    asked = page.locator("details.ask", has=form).first
    if asked.count() and not asked.get_attribute("open"):
        asked.locator("summary").click()
    if note:
        form.locator("textarea").fill(note)
    with page.expect_navigation():
        form.locator("button").first.click()


def confirm_all(page: Page) -> int:
    """Confirm what waits on the round's page, one after the other."""
    done = 0
    while page.locator('form:has(input[name="action"][value="confirm"])').count():
        act(page, "confirm")
        done += 1
    return done


def draft_order(page: Page, address: str, town: str, items: tuple[str, ...]) -> None:
    """An order of these items' points: drafted, proposed, issued."""
    page.goto(f"{address}/orders/new")
    page.locator("nav.pick a", has_text=town).click()
    for row in page.locator('label.row:has(input[name="finding_ids"])').all():
        row.locator("input").set_checked(any(item in row.inner_text() for item in items), force=True)
    page.locator("form button.main").click()
    act(page, "propose")
    act(page, "issue")


def sign_order(page: Page) -> None:
    go(page, "/")
    page.get_by_test_id("to-sign").first.click()
    page.get_by_test_id("sign").click()
    wait_until_sent(page)


def rectify(page: Page, problem: str, picture: Path) -> None:
    """The after-photo of one point, from the town's list."""
    go(page, "/")
    page.get_by_test_id("point").filter(has_text=problem).first.click()
    shutter = page.get_by_test_id("shutter-camera-after").locator("input")
    shutter.set_input_files(picture, timeout=90_000)  # on a bad line the point is open only once the next answer came
    page.get_by_test_id("shot").wait_for()
    page.get_by_test_id("note").fill("已清运，桶身冲洗")
    page.get_by_test_id("submit").click()
    page.get_by_test_id("today").wait_for()
    wait_until_sent(page)


def open_review(page: Page, address: str, problem: str) -> None:
    page.goto(f"{address}/reviews")
    page.locator("nav.queue a", has_text=problem).first.click()


def open_score(page: Page, address: str, town: str) -> str:
    """The explanation of the town's score of this month; returns its heading."""
    page.goto(f"{address}/scores")
    page.get_by_role("link", name=town).first.click()
    return page.locator("h1").inner_text()


def open_line(page: Page, problem: str) -> int:
    """From a line of the score to its point; returns how wide its first photo was drawn (0: none came)."""
    page.locator("ul.ledger a.row", has_text=problem).first.click()
    photo = page.locator("main img").first
    photo.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    return int(photo.evaluate("img => img.naturalWidth"))
