"""Saving (保存): from the press to the disk, with two hundred photos unsent beside it; and what a photo itself takes."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from bench.handset.camera import photograph
from bench.handset.figure import Figure, once, p95
from bench.handset.hand import Handset, pressed, shown
from bench.handset.stand import Stand, signed_in
from tests.stories import acting

PHOTOS, BYTES = 200, 2_000_000
ITEM = "WS-03"
FILL = Path(__file__).with_name("fill.js").read_text(encoding="utf-8")
STORED = """([store, other, after]) => watch.stored.find((one) =>
  one.at >= after && one.stores.includes(store) && one.stores.includes(other))"""


@dataclass
class Saved:
    """In ms, one list a round: a record's save, a photo's whole way, its transaction alone, the start of the full app."""

    saves: list[list[float]] = field(default_factory=list)
    photos: list[list[float]] = field(default_factory=list)
    transactions: list[list[float]] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    usage: int = 0


def save_often(stand: Stand, rounds: int, each: int) -> Saved:
    """The port refuses; each round is a new start of the browser."""
    handset, met = stand.handset(), Saved()
    page = signed_in(stand, handset, "inspector", "town")
    acting.start_visit(page, "梅城镇")
    visit = page.url.split("#")[1]
    page.wait_for_timeout(2_000)  # its start has been sent and come back
    stand.stack.stop_web()
    met.usage = int(page.evaluate(FILL, [PHOTOS, BYTES]))
    assert met.usage > PHOTOS * BYTES, met.usage
    handset.close()
    picture = photograph(stand.stack.folder / "photo.jpg")
    for _ in range(rounds):
        one_round(stand, handset, met, (visit, picture, each))
    stand.stack.start_web()
    return met


def one_round(stand: Stand, handset: Handset, met: Saved, work: tuple[str, Path, int]) -> None:
    visit, picture, each = work
    page = handset.open(stand.address)
    met.starts.append(shown(page, "today"))
    saves, photos, transactions = [], [], []
    for _ in range(each):
        acting.go(page, visit)
        whole, alone = take_photo(page, picture)
        photos.append(whole)
        transactions.append(alone)
        saves.append(save(page))
    met.saves.append(saves)
    met.photos.append(photos)
    met.transactions.append(transactions)
    handset.close()


def take_photo(page: Page, picture: Path) -> tuple[float, float]:
    """From the camera's answer to the disk; the transaction alone."""
    page.get_by_test_id("record").click()
    page.get_by_test_id("shutter-camera-before").locator("input").set_input_files(picture)
    shown(page, "shot")
    taken = pressed(page, "change")
    begun, ended = stored(page, "photos", "bytes", taken)
    return ended - taken, ended - begun


def save(page: Page) -> float:
    """From the finger's touch of 保存 to `complete` of the transaction that numbers the operation."""
    page.get_by_test_id(f"item-{ITEM}").click()
    page.wait_for_timeout(300)  # the draft of that choice is on its way to the disk
    page.get_by_test_id("save").click()
    shown(page, "saved")
    touched = pressed(page, "pointerdown", "save")
    return stored(page, "operations", "facts", touched)[1] - touched


def stored(page: Page, store: str, other: str, after: float) -> tuple[float, float]:
    found = page.evaluate(STORED, [store, other, after])
    assert found["durability"] == "strict", found
    return float(found["begun"]), float(found["at"])


def save_figures(met: Saved) -> list[Figure]:
    beside = f"beside {PHOTOS} unsent photos of {BYTES / 1e6:g} MB ({met.usage / 1e6:.0f} MB used)"
    save, photo = "touch of 保存 to complete of the operation's transaction", "camera's file to complete"
    return [
        Figure("phone-save", met.saves, 150, "ms", f"p95, {save}, {beside}", p95),
        Figure("phone-save-median", met.saves, None, "ms", "median of the same"),
        Figure(
            "phone-photo",
            met.photos,
            None,
            "ms",
            f"p95, {photo} of its transaction: shrunk, hashed, sealed, {beside}",
            p95,
        ),
        Figure("phone-photo-store", met.transactions, None, "ms", "p95, that transaction alone", p95),
        once(
            "phone-full-start",
            met.starts,
            None,
            "ms",
            f"start without a server, navigation to the home drawn, {beside}",
        ),
    ]
