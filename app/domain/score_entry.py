"""Score entry (填报): what people may enter for a town and month, and for how many points (decision 30)."""

from datetime import datetime
from decimal import Decimal

from app.domain.calendar import Month
from app.domain.problems import Problem
from app.domain.score import Scheme

DERIVED = frozenset({"rebound", "order_unanswered"})  # known from other rows, never entered
NOTHING = Decimal(0)  # withdraws what it replaces


def kinds(scheme: Scheme) -> dict[str, Decimal | None]:
    """Each kind that may be entered with the points the scheme gives; None where a person values it."""
    penalties = {kind: rule.each for kind, rule in scheme.penalty.kinds.items() if kind not in DERIVED}
    return {**scheme.upkeep.entries, **scheme.bonus.kinds, **penalties}


def points_of(kind: str, value: Decimal | None, scheme: Scheme, *, replaces: bool) -> Decimal:
    """The points to store: the scheme's own, or the person's where it leaves that open; 0 only to take something back."""
    known = kinds(scheme)
    if kind not in known:
        raise Problem("shape", pointer="/kind")
    if value == NOTHING and replaces:
        return NOTHING
    fixed = known[kind]
    if not _fits(fixed, value, _most(kind, scheme)):
        raise Problem("shape", pointer="/value")
    return fixed or value or NOTHING


def check_month(month: Month, at: datetime) -> None:
    """Nothing can be said of a month that has not begun."""
    if month > Month.of(at):
        raise Problem("shape", pointer="/month")


def check_grounds(kind: str, document: str, reason: str, scheme: Scheme) -> None:
    """Everything needs its document; what a person values also needs a reason."""
    if not document.strip():
        raise Problem("document_missing", pointer="/document")
    if kinds(scheme).get(kind, NOTHING) is None and not reason.strip():
        raise Problem("reason_missing", pointer="/reason")


def _most(kind: str, scheme: Scheme) -> Decimal | None:
    rule = scheme.penalty.kinds.get(kind)
    return rule.most if rule else None


def _fits(fixed: Decimal | None, value: Decimal | None, most: Decimal | None) -> bool:
    if fixed is not None:
        return value is None or value == fixed
    return value is not None and value > NOTHING and (most is None or value <= most)
