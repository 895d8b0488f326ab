"""A town-month to start from: 某镇 2026-03 of the worked example, and the shipped scheme."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.defaults.checklist import items
from app.defaults.scheme import default_scheme
from app.domain.calendar import Month
from app.domain.score import EntryFact, FindingFact, PointFact, SigningFact, TownMonth, VisitFact

SCHEME = default_scheme().scheme
ITEMS = {item.code: item for item in items()}
ALL_DIMENSIONS = frozenset(SCHEME.site.dimensions)
MARCH = Month(2026, 3)
MORNING = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)


def make_finding(number: str, code: str, quantity: int | str = 1, **different: Any) -> FindingFact:
    item = ITEMS[code]
    facts: dict[str, Any] = {
        "id": number,
        "item_code": code,
        "dimension": item.dimension,
        "deduction": item.deduction,
        "cap": item.cap,
        "quantity": Decimal(quantity),
        "found_at": MORNING,
    }
    return FindingFact(**(facts | different))


def make_visit(
    number: str, kind: str, findings: Iterable[FindingFact] = (), looked: frozenset[str] = ALL_DIMENSIONS
) -> VisitFact:
    return VisitFact(number, kind, looked, tuple(findings))


def _seen(visit: str, counts: str) -> list[FindingFact]:
    """Findings from "WS-01×2 DZ-07×2R" (R: a repeat)."""
    found = []
    for place, text in enumerate(counts.split()):
        code, _, quantity = text.partition("×")
        found.append(
            make_finding(f"{visit}-{place:02}", code, quantity.removesuffix("R"), repeat=quantity.endswith("R"))
        )
    return found


FIRST = make_visit(
    "u1",
    "unannounced",
    _seen(
        "u1",
        "WS-01×2 WS-03×2 WS-04×1 DZ-01×3 DZ-04×1 DZ-05×1 CK-01×10 XL-01×3 RM-03×2 LS-01×1 SS-02×1 AQ-02×1",
    ),
)
SECOND = make_visit(
    "u2",
    "unannounced",
    _seen("u2", "WS-02×1 WS-03×1 DZ-07×2R DZ-05×4 DZ-01×8 CK-01×5 XL-01×1 RM-02×4 SS-01×2"),
)
THIRD = make_visit(
    "a1",
    "announced",
    _seen("a1", "WS-05×3 DZ-03×2 CK-06×1 RM-01×1 SS-05×1 AQ-04×1"),
    looked=ALL_DIMENSIONS - {"LS"},
)

EXAMPLE = TownMonth(
    town_id="a town",
    month=MARCH,
    visits=(FIRST, SECOND, THIRD),
    points=tuple(
        PointFact(f"p{place:02}", on_time=place < 16, closed=place < 18, reworked=place in {3, 17, 19})
        for place in range(20)
    ),
    signings=tuple(SigningFact(f"o{place}", in_time=place != 2) for place in range(4)),
    self_checks=7,
    entries=(
        EntryFact("e1", "rules_on_file"),
        EntryFact("e2", "staff_posted"),
        EntryFact("e3", "monthly_report"),
        EntryFact("e4", "praised_by_city", matter="现场会"),
        EntryFact("e5", "rebound", finding_id="u1-00"),
        EntryFact("e6", "order_unanswered", order_id="o2"),
    ),
)
