"""Five photos over a line of a far valley (弱网传照): 30 kbit/s up, 2 s delay, one stretch in five broken off; how many minutes.

A real browser, photos of 400 kB, a reset at drawn places of one in five stretches of 128 KiB. They must all arrive, and none
may begin at its first byte twice in a row. The least that such a line allows stands beside it as the limit.
"""

import argparse
import json
import os
import sys
import time
from typing import Any

from bench.handset.stand import Stand, standing
from tests.browser import PHONE, Browser
from tests.far_away import ARRIVED, SlowLine, on_a_visit, record_points, sizes_of, twice_from_zero
from tests.servers import free_port

PHOTOS, UP, DELAY, RESETS = 5, 30_000, 2.0, 0.2
MOST_MINUTES = 30


def carry(stand: Stand) -> tuple[float, SlowLine, dict[str, int]]:
    stack = stand.stack
    line = SlowLine(stack.folder, free_port(), UP, DELAY, RESETS)
    stack.beside("line", line.command(stack.app.port)).wait_until(line.ready)
    phone = Browser(stand.playwright, stack.folder / "phone", PHONE)
    on_a_visit(phone.open(f"{line.address}/m/"))
    line.flag.touch()
    begun = time.monotonic()
    record_points(phone.page, stack.folder, PHOTOS)
    deadline = begun + MOST_MINUTES * 60
    while stack.ask(ARRIVED) != str(PHOTOS) and time.monotonic() < deadline:
        time.sleep(1)
    minutes = (time.monotonic() - begun) / 60
    arrived = stack.ask("SELECT string_agg(sha256, ' ') FROM photo WHERE arrived_at IS NOT NULL").split()
    sizes = sizes_of(stack.folder / "photos")
    phone.close()
    return minutes, line, {name: sizes[name] for name in arrived}


def lines(minutes: float, line: SlowLine, sizes: dict[str, int]) -> list[dict[str, Any]]:
    least = sum(sizes.values()) * 8 / UP / 60
    zero = twice_from_zero(line.parts(), PHOTOS)
    common = {"spread": 0.0, "cores": os.cpu_count()}
    ratio = round(minutes / least, 3) if least else None
    return [
        {"id": "slow-line-arrived", "value": len(sizes), "limit": PHOTOS, "ratio": len(sizes) / PHOTOS}
        | {"must": f"all {PHOTOS}", "holds": len(sizes) == PHOTOS, **common},
        {"id": "slow-line-from-zero", "value": zero, "limit": 0, "ratio": None}
        | {"must": "never twice in a row", "holds": zero == 0, **common},
        {"id": "slow-line-minutes", "value": round(minutes, 2), "limit": round(least, 2), "ratio": ratio}
        | {"must": "reported", "holds": None, **common},
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.slow_line")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with standing("slow_line") as stand:
        minutes, line, sizes = carry(stand)
        found = lines(minutes, line, sizes)
        kilobytes = ", ".join(f"{size / 1000:.0f}" for size in sizes.values())
        told = f"photos of {kilobytes} kB, {line.resets_met()} resets, parts from {list(line.parts().values())}"
    print(told, file=sys.stderr if given.json else sys.stdout)
    for each in found:
        print(
            json.dumps(each)
            if given.json
            else "{id:22} {value:>8} limit {limit:>8} ratio {ratio} must {must} {holds}".format(**each)
        )
    return int(any(each["holds"] is False for each in found))


if __name__ == "__main__":
    sys.exit(main())
