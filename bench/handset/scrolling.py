"""Scrolling (翻长表): a town with five hundred points opens its list and throws it to the end by a thumb."""

from pathlib import Path

from playwright.sync_api import Page

from bench.handset.figure import Figure, once
from bench.handset.hand import Handset, pressed, shown
from bench.handset.stand import Stand, signed_in
from bench.handset.town import POINTS, fill

READY = "UPDATE photo SET derived_at = arrived_at"  # the worker's part; the pictures themselves are drawn on the phone
PICTURES = Path(__file__).with_name("pictures.js").read_text(encoding="utf-8")
SPEED = 6_000  # pixels a second
LONGEST = "from => Math.max(0, ...watch.long.filter((one) => one.at >= from).map((one) => one.lasted))"
LEFT = (
    "(() => { const all = document.scrollingElement; return all.scrollHeight - all.clientHeight - all.scrollTop; })()"
)


def scroll_figures(stand: Stand, rounds: int) -> list[Figure]:
    stand.inside(lambda: fill(stand.world))
    stand.stack.ask(READY)
    handset = stand.handset()
    page = signed_in(stand, handset, "town", "point")
    stand.stack.stop_web()
    assert page.evaluate(PICTURES) == POINTS
    handset.close()
    met = [open_and_scroll(stand, handset) for _ in range(rounds)]
    stand.stack.start_web()
    opened, opening, scrolling = (list(values) for values in zip(*met, strict=True))
    of = f"{POINTS} points with pictures"
    return [
        once("phone-list-open", opened, None, "ms", f"{of}: touch of 整改 to the list drawn"),
        once("phone-list-open-task", opening, None, "ms", "longest task meanwhile"),
        once("phone-scroll", scrolling, 100, "ms", f"{of}: longest task while a thumb throws the list to its end"),
    ]


def open_and_scroll(stand: Stand, handset: Handset) -> tuple[float, float, float]:
    page = handset.open(stand.address)
    shown(page, "point")
    page.wait_for_timeout(2_000)
    page.get_by_test_id("tab-rectify").click()
    drawn, touched = shown(page, "list"), pressed(page, "pointerdown", "tab-rectify")
    page.wait_for_timeout(1_000)
    opening, begun = page.evaluate(LONGEST, touched), page.evaluate("performance.now()")
    throw(page, handset)
    longest = page.evaluate(LONGEST, begun)
    handset.close()
    return drawn - touched, opening, longest


def throw(page: Page, handset: Handset) -> None:
    """To the end, which moves away while rows are still being drawn."""
    while (left := page.evaluate(LEFT)) > 1:
        gesture = {"x": 195, "y": 600, "yDistance": -left, "speed": SPEED, "gestureSourceType": "mouse"}
        handset.wire.send("Input.synthesizeScrollGesture", gesture)
    page.wait_for_timeout(1_000)
