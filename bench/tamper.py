"""Tampering seen (篡改检出): eight ways to change the journal, each at 200 places, and what of it `verify` sees.

As the owner, the trigger off, in a transaction that is undone. Once without any head file; once with those outside, for rows
they stand behind; and for rows written since, without and with the receipts that phones have.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, create_engine

from app.config import Config
from app.db import db, looking_as
from app.domain.people import SYSTEM
from app.factory import create_app
from app.queries.proof import ALL, Span
from app.verify.chains import Claim
from app.verify.found import Report
from app.verify.heads import Files
from app.verify.whole import Witnesses, check_chains, check_heads
from bench.tampering.journals import SECRET, Journals, fill
from tests.servers import Servers, surroundings
from tests.tampering import KINDS, tamper

PLACES, SEED = 200, 2026
WAYS = ("alone", "heads", "newer", "receipts")


@dataclass
class Bench:
    """A journal with its witnesses, on one connection of the owner's."""

    wire: Connection
    made: Journals
    standing: dict[int, Any]

    def seen(self, kind: str, stream_id: UUID, at: int, *ways: str) -> dict[str, bool]:
        """Whether anything of it is seen, with the witnesses of each way."""
        undone = self.wire.begin_nested()
        tamper(self.wire, kind, stream_id, at)
        told = {way: self._broken(way, stream_id) for way in ways}
        undone.rollback()
        return told

    def _broken(self, way: str, stream_id: UUID) -> bool:
        standing = {} if way == "alone" else self.standing
        receipts = {stream_id: list(self.made.receipts[stream_id])} if way == "receipts" else {}
        report = Report()
        with looking_as(SYSTEM):
            check_chains(report, Witnesses(standing, receipts), self.span(stream_id))
        return report.broken > 0

    def span(self, stream_id: UUID) -> Span:
        """That stream alone: in all others nothing has changed, which `whole` looks at."""
        return Span(UUID(int=stream_id.int - 1), stream_id)

    def whole(self, span: Span = ALL) -> tuple[Report, Files, float]:
        began, report = time.perf_counter(), Report()
        with looking_as(SYSTEM):
            files = Files({self.made.public}, self.made.outside, range(1, len(self.made.outside) + 1))
            check_heads(report, files)
            check_chains(report, Witnesses(files.standing, dict[UUID, list[Claim]]()), span)
        return report, files, time.perf_counter() - began


@contextmanager
def standing() -> Iterator[Bench]:
    servers = Servers.start(durable=False)
    try:
        urls = servers.clone_database("bench_tamper")
        environment = {**surroundings(urls, servers.folder), "SECRET_KEY": SECRET}
        engine = create_engine(urls["MIGRATION_URL"])
        with engine.connect() as wire, create_app(Config.from_env(environment)).app_context():
            own = FlaskSession.get_bind
            FlaskSession.get_bind = lambda *_args, **_kwargs: wire  # type: ignore[method-assign]  # the owner's one connection
            db.session.session_factory.configure(join_transaction_mode="create_savepoint")
            try:
                yield Bench(wire, fill(wire), {})
            finally:
                FlaskSession.get_bind = own  # type: ignore[method-assign]  # as it was
                db.session.remove()
        engine.dispose()
    finally:
        servers.stop()


def measure(bench: Bench) -> dict[str, Counter[str]]:
    """Per kind: how many of the places were seen in which way."""
    chance, found = Random(SEED), {kind: Counter[str]() for kind in KINDS}  # noqa: S311 (places, no secrets)
    for kind in KINDS:
        for _ in range(PLACES):
            old, newer = bench.made.an_old_place(chance), bench.made.a_newer_place(chance)
            told = bench.seen(kind, *old, "alone", "heads")
            later = bench.seen(kind, *newer, "heads", "receipts")
            found[kind].update(
                {
                    "alone": told["alone"],
                    "heads": told["heads"],
                    "newer": later["heads"],
                    "receipts": later["receipts"],
                }
            )
    return found


def result(found: dict[str, Counter[str]], rows: int, seconds: float) -> dict[str, Any]:
    share = sum(each["heads"] for each in found.values()) / (PLACES * len(KINDS))
    return {
        "id": "tamper-seen",
        "value": share,
        "limit": 1.0,
        "ratio": share,
        "must": "1.0: every kind at every place that a head file stands behind",
        "holds": share == 1.0,
        "spread": 0,
        "cores": 1,
        "kinds": {kind: {way: each[way] / PLACES for way in WAYS} for kind, each in found.items()},
        "rows": rows,
        "rows_per_second": round(rows / seconds),
    }


def show(line: dict[str, Any]) -> None:
    if "--json" in sys.argv:
        print(json.dumps(line))
        return
    print(f"{'kind':<16} no heads   heads   newer rows: heads   + receipts   (share seen of {PLACES})")
    for kind, each in line["kinds"].items():
        print(
            f"{kind:<16} {each['alone']:>8.2f} {each['heads']:>7.2f} {each['newer']:>19.2f} {each['receipts']:>12.2f}"
        )
    print(f"tamper-seen: {line['value']}, must {line['must']}; {line['rows']} rows, {line['rows_per_second']} a second")


def main() -> int:
    with standing() as bench:
        report, files, seconds = bench.whole()
        assert (report.broken, report.alarms) == (0, 0), report.told[:5]
        bench.standing = files.standing
        rows = report.looked["rows"]
        found = measure(bench)
        after, _, _ = bench.whole()
        assert after.looked["rows"] == rows, "something was not undone"
    line = result(found, rows, seconds)
    show(line)
    return 0 if line["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
