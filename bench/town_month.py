"""L11, W1, W3: one town-month from event to stored score, in milliseconds and pages, whatever history and neighbours.

The event is a supervisor's pass; measured is what the worker then does: claim, gather, compute, store, commit.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from string import Template
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.config import Config
from app.db import db, looking_as, now
from app.domain.people import SYSTEM
from app.domain.reactions import REFRESH
from app.factory import create_app
from app.models import Finding
from tests.make import World, make_world
from tests.servers import Servers, surroundings
from workers.run import claim
from workers.score import refresh

WHOLE_RUN_MS = 30_000  # what 1,000 towns × 24 months may take (L10)
ROUNDS, EVENTS = 3, 6
SMALLEST, BASE, OLD, MANY = (
    (6, 1),
    (6, 150),
    (48, 150),
    (6, 1000),
)  # months, towns; below 150 the indexes have a level less
PAGES = "SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read) FROM pg_statio_user_tables"
FILL = Template(Path(__file__).with_name("history.sql").read_text(encoding="utf-8"))


@dataclass
class Place:
    """One database: so many months of so many towns."""

    months: int
    towns: int
    servers: Servers
    app: Flask = field(init=False)
    world: World = field(init=False)
    milliseconds: list[float] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"bench_{self.months}_{self.towns}"

    def fill(self) -> "Place":
        urls = self.servers.clone_database(self.name)
        self.app = create_app(Config.from_env(surroundings(urls, self.servers.folder)))
        with self.session():
            self.world = make_world()
            db.session.commit()
        self.servers.cluster.ask(FILL.substitute(months=self.months, towns=self.towns), self.name)
        self.servers.cluster.ask("VACUUM ANALYZE", self.name)
        self.event()  # warms connections and caches
        return self

    def event(self) -> tuple[float, int]:
        """Milliseconds and pages of one refresh after one pass."""
        with self.session():
            self._pass_one()
            db.session.commit()
        self._settle()
        before, start = self._pages(), time.perf_counter()
        with self.session():
            town = str(self.town_id)
            assert claim(REFRESH, town)
            refresh(town, now())
            db.session.commit()
        passed = (time.perf_counter() - start) * 1000
        self._settle()
        return passed, self._pages() - before

    def measure(self) -> None:
        for _ in range(EVENTS):
            milliseconds, pages = self.event()
            self.milliseconds.append(milliseconds)
            self.pages.append(pages)

    @property
    def town_id(self) -> UUID:
        return self.world.towns["梅城镇"]

    def _pass_one(self) -> None:
        waiting = select(Finding).where(Finding.town_id == self.town_id, Finding.state == "submitted").limit(1)
        finding = db.session.scalars(waiting).one()
        step_finding(finding, Move("pass", self.world.viewers["supervisor"], now()))

    def _settle(self) -> None:
        """The server counts pages when a connection says so; it is the same connection each time."""
        with self.session():
            db.session.connection().exec_driver_sql("SELECT pg_stat_force_next_flush()")

    def _pages(self) -> int:
        return int(self.servers.cluster.ask(PAGES, self.name))

    @contextmanager
    def session(self) -> Iterator[None]:
        with self.app.app_context(), looking_as(SYSTEM):
            yield


def result(name: str, value: float, limit: float, most: float, must: str) -> dict[str, object]:
    ratio = round(value / limit, 3)
    return {
        "id": name,
        "value": round(value, 1),
        "limit": round(limit, 1),
        "ratio": ratio,
        "must": must,
        "holds": ratio <= most,
        "cores": 1,
    }


def results(base: Place, old: Place, many: Place) -> list[dict[str, object]]:
    times = sorted(base.milliseconds)
    spread = round((times[-1] - times[0]) / median(times), 2)
    in_time = result("L11", median(times), WHOLE_RUN_MS / 1000, 1, "ms <= 1/1,000 of a whole run's 30 s")
    pages = median(base.pages)
    history = result("W1", median(old.pages), pages, 1.1, f"pages at {old.months} months <= 1.1 x {base.months} months")
    neighbours = result(
        "W3", median(many.pages), pages, 1.1, f"pages at {many.towns} towns <= 1.1 x {base.towns} towns"
    )
    return [in_time | {"spread": spread}, history | {"spread": 0}, neighbours | {"spread": 0}]


def show(found: list[dict[str, object]], places: list[Place], settings: str) -> None:
    if "--json" in sys.argv:
        print(*(json.dumps(line) for line in found), sep="\n")
        return
    print(f"fsync, synchronous_commit: {settings}")
    for place in places:
        print(
            f"{place.months:>3} months, {place.towns:>3} towns: {median(place.milliseconds):.1f} ms "
            f"({min(place.milliseconds):.1f} to {max(place.milliseconds):.1f}), {median(place.pages):.0f} pages"
        )
    for line in found:
        print(f"{line['id']}: {line['value']} against {line['limit']}, ratio {line['ratio']}, must {line['must']}")


def main() -> int:
    servers = Servers.start(durable=True)
    try:
        places = [Place(months, towns, servers).fill() for months, towns in (SMALLEST, BASE, OLD, MANY)]
        for _ in range(ROUNDS):
            for place in places:
                place.measure()
        settings = servers.cluster.ask(
            "SELECT current_setting('fsync') || ', ' || current_setting('synchronous_commit')"
        )
    finally:
        servers.stop()
    found = results(*places[1:])
    show(found, places, settings)
    return 0 if settings.startswith("on, on") and all(line["holds"] for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
