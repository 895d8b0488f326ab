"""Starting (打开): the first visit, the home after sign-in, the home without a cache, and the second start without a server."""

from bench.handset.figure import Figure, once
from bench.handset.hand import SLOW_3G, TOWN_EDGE, Line, pressed, shown
from bench.handset.stand import Stand, signed_in
from tests.make import PASSWORD

TYPING = 5_000  # ms for a name and a password, by a quick person
QUIET = 3_000  # ms in which a late shift or a long task would show
EMPTY = """async () => {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}"""
BLOCKED = "watch.long.reduce((sum, { at, lasted }) => sum + (at >= watch.first ? Math.max(0, lasted - 50) : 0), 0)"


def first_visits(stand: Stand, rounds: int, line: Line) -> dict[str, list[float]]:
    """New phones: to the sign-in screen, what the page says of it, and from the press to the home."""
    met: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, value in first_visit(stand, line).items():
            met.setdefault(name, []).append(value)
    return met


def first_visit(stand: Stand, line: Line) -> dict[str, float]:
    handset = stand.handset()
    page = handset.open(stand.address, line)
    first = shown(page, "sign-in")
    page.wait_for_timeout(QUIET)
    paint, blocked, shifts = (page.evaluate(told) for told in ("watch.largest", BLOCKED, "watch.shifts"))
    page.get_by_test_id("account").fill("inspector")
    page.get_by_test_id("password").fill(PASSWORD)
    page.wait_for_timeout(TYPING - QUIET)
    page.get_by_test_id("sign-in").click()
    towns = shown(page, "town")
    home, pressed_at = shown(page, "today"), pressed(page, "pointerdown", "sign-in")
    handset.close()
    return {
        "first": first,
        "lcp": paint,
        "tbt": blocked,
        "cls": shifts,
        "home": home - pressed_at,
        "towns": towns - pressed_at,
    }


def cold_home(stand: Stand, line: Line) -> tuple[float, float]:
    """Signed in, what was read on the phone, but no page, script or style in any cache."""
    handset = stand.handset()
    page = signed_in(stand, handset, "inspector", "town")
    page.evaluate(EMPTY)
    handset.wire.send("Network.clearBrowserCache")
    handset.close()
    page = handset.open(stand.address, line)
    home = shown(page, "today")
    page.wait_for_timeout(QUIET)
    largest = float(page.evaluate("watch.largest"))
    handset.close()
    return home, largest


def first_figures(stand: Stand, rounds: int) -> list[Figure]:
    edge, slow = first_visits(stand, rounds, TOWN_EDGE), first_visits(stand, rounds, SLOW_3G)
    cold = [cold_home(stand, TOWN_EDGE) for _ in range(rounds)]
    cold_slow = [cold_home(stand, SLOW_3G)[0] for _ in range(rounds)]
    first, home = "new phone: navigation to the sign-in screen drawn", "press of 登录 to the home drawn"
    again = "signed in, caches empty: navigation to the home drawn"
    return [
        once("phone-first", edge["first"], None, "ms", first),
        once("phone-first-lcp", edge["lcp"], 2_500, "ms", "new phone: largest paint, by the browser"),
        once(
            "phone-first-tbt",
            edge["tbt"],
            200,
            "ms",
            "new phone: what long tasks took over 50 ms after the first paint",
        ),
        once("phone-first-cls", edge["cls"], 0.1, "", "new phone: layout shifts, by the browser"),
        once("phone-home", edge["home"], 2_700, "ms", home),
        once("phone-home-towns", edge["towns"], None, "ms", "press of 登录 to the first town in the list drawn"),
        once("phone-home-cold", [home for home, _ in cold], 2_700, "ms", again),
        once("phone-home-cold-lcp", [largest for _, largest in cold], 2_500, "ms", "the same: largest paint"),
        once("phone-first-slow-3g", slow["first"], None, "ms", f"at 400 ms, 400 kbit/s; {first}"),
        once("phone-home-slow-3g", slow["home"], None, "ms", f"at 400 ms, 400 kbit/s; {home}"),
        once("phone-home-cold-slow-3g", cold_slow, None, "ms", f"at 400 ms, 400 kbit/s; {again}"),
    ]


def offline_start(stand: Stand, rounds: int) -> list[float]:
    """The browser was closed and the port refuses; usable is: the sentence of today and the list below it."""
    handset, met = stand.handset(), []
    signed_in(stand, handset, "inspector", "town")
    handset.close()
    stand.stack.stop_web()
    for _ in range(rounds):
        page = handset.open(stand.address)
        met.append(max(shown(page, "today"), shown(page, "town")))
        handset.close()
    stand.stack.start_web()
    return met
