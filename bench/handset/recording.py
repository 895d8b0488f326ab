"""Recording (记一条): a frequent item from the camera to saved: how many taps, and how long the app kept its person waiting."""

from pathlib import Path

from playwright.sync_api import Page

from bench.handset.camera import photograph
from bench.handset.figure import Figure, once
from bench.handset.hand import Handset, pressed, shown
from bench.handset.stand import Stand, signed_in
from tests.stories import acting

ITEM = "WS-03"
TAPS = "from => watch.presses.filter((one) => one.kind === 'pointerdown' && one.at >= from).length"
LONG = "from => watch.long.reduce((sum, one) => sum + (one.at >= from ? one.lasted : 0), 0)"


def record_figures(stand: Stand, rounds: int) -> list[Figure]:
    """The visit is under way, the port refuses, the item has been recorded before."""
    handset, picture = stand.handset(), photograph(stand.stack.folder / "camera.jpg")
    page = signed_in(stand, handset, "inspector", "town")
    acting.start_visit(page, "寿昌镇")
    visit = page.url.split("#")[1]
    page.wait_for_timeout(2_000)
    stand.stack.stop_web()
    record(page, picture)  # from now on it is frequent
    handset.close()
    met = [again(stand, handset, visit, picture) for _ in range(rounds)]
    stand.stack.start_web()
    taps, waits, seen, kept, tasks = (list(values) for values in zip(*met, strict=True))
    size = f"photo of {picture.stat().st_size / 1e6:.1f} MB"
    return [
        once("phone-record-taps", taps, 4, "", "拍照, the shutter with its picture, the item, 保存"),
        once(
            "phone-record",
            waits,
            1_000,
            "ms",
            f"{size}: each tap (or the camera's file) to its answer drawn, summed up",
        ),
        once("phone-record-seen", seen, None, "ms", "the camera's file to its picture drawn alone"),
        once("phone-record-kept", kept, None, "ms", "the camera's file to its photo on the disk; nobody waits for it"),
        once("phone-record-tasks", tasks, None, "ms", "long tasks meanwhile, summed up"),
    ]


def again(stand: Stand, handset: Handset, visit: str, picture: Path) -> tuple[float, float, float, float, float]:
    page = handset.open(stand.address)
    shown(page, "today")
    acting.go(page, visit)
    page.get_by_test_id("record").wait_for()
    page.wait_for_timeout(2_000)
    begun = page.evaluate("performance.now()")
    waits, kept = record(page, picture)
    taps, tasks = page.evaluate(TAPS, begun), page.evaluate(LONG, begun)
    handset.close()
    return taps, sum(waits), waits[1], kept, tasks


def record(page: Page, picture: Path) -> tuple[list[float], float]:
    """What a person waits after each tap, in ms, and how long the photo is on its way to the disk.

    The item is chosen half a second after the picture was seen, whether it is kept by then or not.
    """
    waits = [tap(page, "record", "shutter")]
    with page.expect_file_chooser() as camera:
        page.get_by_test_id("shutter-camera-before").click()
    page.wait_for_timeout(1_000)  # the camera is open
    camera.value.set_files(picture)
    waits.append(shown(page, "seen") - pressed(page, "change"))
    page.wait_for_timeout(500)
    waits.append(tap(page, f"item-{ITEM}", "chosen"))
    page.wait_for_timeout(500)
    kept = shown(page, "shot") - pressed(page, "change")
    waits.append(tap(page, "save", "saved"))
    return waits, kept


def tap(page: Page, on: str, shows: str) -> float:
    page.get_by_test_id(on).click()
    return shown(page, shows) - pressed(page, "pointerdown", on)
