"""C 长效机制得分: rules, staff, self-checks, signing, monthly report (score.md 2; decision 30)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from app.domain.score.facts import EntryFact, SigningFact, TownMonth
from app.domain.score.lines import Code, Line, Number
from app.domain.score.scheme import UpkeepRule


def upkeep(facts: TownMonth, rule: UpkeepRule) -> tuple[Line, ...]:
    entries = [_entry(kind, facts.entries, rule.entries[kind]) for kind in sorted(rule.entries)]
    return (*entries, _self_checks(facts.self_checks, rule), *_signing(facts.signings, rule))


def _entry(kind: str, entries: Iterable[EntryFact], full: Decimal) -> Line:
    """Earned once an entry says that it is there (value above 0); the line names that entry."""
    ids = sorted(entry.id for entry in entries if entry.kind == kind and entry.value > 0)
    numbers: dict[str, Number] = {"kind": kind, "full": full}
    if not ids:
        return Line(Code.UPKEEP_ENTRY, Decimal(0), params=numbers)
    return Line(Code.UPKEEP_ENTRY, full, entry_id=ids[0], params=numbers)


def _self_checks(days: int, rule: UpkeepRule) -> Line:
    share = min(Fraction(1), Fraction(days, rule.self_check_target))
    return Line(Code.SELF_CHECKS, rule.self_checks, share, params={"days": days, "target": rule.self_check_target})


def _signing(signings: Iterable[SigningFact], rule: UpkeepRule) -> list[Line]:
    """Full marks less a share for each order signed late; no order to sign: full marks."""
    to_sign = sorted(signings, key=lambda signing: signing.order_id)
    share = Fraction(1, max(1, len(to_sign)))
    late = [signing.order_id for signing in to_sign if not signing.in_time]
    lines = [Line(Code.SIGNING, rule.signing, params={"orders": len(to_sign)})]
    return lines + [Line(Code.SIGNED_LATE, -rule.signing, share, order_id=order_id) for order_id in late]
