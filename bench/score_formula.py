"""L10: how many town-months the one formula scores per second and core (must be at least 1,000).

The town-months are as in a full recompute: 100 findings in 4 visits, 40 points due, 6 orders, 12 entries each.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median

from app.defaults.checklist import ItemRow, items
from app.defaults.scheme import default_scheme
from app.domain.calendar import Month
from app.domain.score import EntryFact, FindingFact, PointFact, SigningFact, TownMonth, VisitFact, score

MUST = 1000
TOWN_MONTHS, FINDINGS, VISITS, POINTS, ORDERS = 100, 100, 4, 40, 6
ROUNDS, SECONDS = 3, 5.0
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
SCHEME = default_scheme().scheme
ITEMS = tuple(items())
ENTRIES = ("rules_on_file", "staff_posted", "monthly_report", "praised_by_city", "order_unanswered") + 7 * ("rebound",)


def town_month(town: int) -> TownMonth:
    """Uneven but always the same: numbers are strewn by multiplying with primes."""
    findings = [_finding(town, number) for number in range(FINDINGS)]
    return TownMonth(
        f"town {town}",
        Month(2026, 3),
        visits=tuple(
            VisitFact(
                f"visit {town} {visit}",
                "announced" if visit % 2 else "unannounced",
                frozenset(SCHEME.site.dimensions),
                tuple(findings[visit::VISITS]),
            )
            for visit in range(VISITS)
        ),
        points=tuple(_point(town, number) for number in range(POINTS)),
        signings=tuple(SigningFact(f"order {town} {number}", number != 3) for number in range(ORDERS)),
        self_checks=town % 11,
        entries=tuple(EntryFact(f"entry {town} {place}", kind) for place, kind in enumerate(ENTRIES)),
    )


def _finding(town: int, number: int) -> FindingFact:
    strewn = town * 7919 + number * 104729
    item: ItemRow = ITEMS[strewn % len(ITEMS)]
    return FindingFact(
        id=f"finding {town} {number}",
        item_code=item.code,
        dimension=item.dimension,
        deduction=item.deduction,
        cap=item.cap,
        quantity=Decimal(1 + strewn % 3),
        found_at=START + timedelta(minutes=number),
        spot_id=f"spot {town} {strewn % 90}",
        repeat=strewn % 13 == 0,
        fixed_on_spot=strewn % 17 == 0,
    )


def _point(town: int, number: int) -> PointFact:
    strewn = town * 31 + number * 17
    closed = strewn % 5 != 0
    return PointFact(
        f"finding {town} {number}", on_time=closed and strewn % 7 != 0, closed=closed, reworked=strewn % 6 == 0
    )


def per_second(facts: list[TownMonth]) -> float:
    """Processor time, so that a busy neighbour does not count."""
    done, start = 0, time.process_time()
    while (passed := time.process_time() - start) < SECONDS:
        for town in facts:
            score(town, SCHEME)
        done += len(facts)
    return done / passed


def main() -> int:
    facts = [town_month(town) for town in range(TOWN_MONTHS)]
    rounds = sorted(per_second(facts) for _ in range(ROUNDS))
    value = median(rounds)
    result = {
        "id": "L10",
        "value": round(value),
        "limit": MUST,
        "ratio": round(value / MUST, 2),
        "must": f">= {MUST} town-months per second and core",
        "holds": value >= MUST,
        "spread": round((rounds[-1] - rounds[0]) / value, 3),
        "cores": 1,
    }
    if "--json" in sys.argv:
        print(json.dumps(result))
    else:
        lines = len(score(facts[0], SCHEME).lines)
        print(f"L10 score formula: {value:,.0f} town-months per second and core ({lines} lines each), must {MUST:,}")
    return 0 if result["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
