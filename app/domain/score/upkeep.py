"""C 长效机制得分: rules, staff, self-checks, signing, monthly report (score.md 2; decision 30)."""

from collections.abc import Iterable
from fractions import Fraction

from app.domain.score.facts import EntryFact, SigningFact, TownMonth
from app.domain.score.lines import Code, Line, Number
from app.domain.score.scheme import UpkeepRule

ZERO = Fraction()


def upkeep(facts: TownMonth, rule: UpkeepRule) -> tuple[Line, ...]:
    entries = [line for kind in sorted(rule.entries) for line in _entry(kind, facts.entries, rule.entries[kind])]
    return (*entries, _self_checks(facts.self_checks, rule), *_signing(facts.signings, rule))


def _entry(kind: str, entries: Iterable[EntryFact], full: Fraction) -> list[Line]:
    """Earned once an entry says that it is there (value above 0); the line names that entry."""
    ids = sorted(entry.id for entry in entries if entry.kind == kind and entry.value > 0)
    numbers: dict[str, Number] = {"kind": kind, "full": full}
    if not ids:
        return [Line(Code.UPKEEP_ENTRY, ZERO, params=numbers)]
    return [Line(Code.UPKEEP_ENTRY, full, entry_id=ids[0], params=numbers)]


def _self_checks(days: int, rule: UpkeepRule) -> Line:
    share = min(Fraction(1), Fraction(days, rule.self_check_target))
    numbers: dict[str, Number] = {"days": days, "target": rule.self_check_target, "full": rule.self_checks}
    return Line(Code.SELF_CHECKS, rule.self_checks * share, params=numbers)


def _signing(signings: Iterable[SigningFact], rule: UpkeepRule) -> list[Line]:
    """Full marks less a share for each order signed late; no order to sign: full marks."""
    to_sign = sorted(signings, key=lambda signing: signing.order_id)
    late = [signing for signing in to_sign if not signing.in_time]
    numbers: dict[str, Number] = {"orders": len(to_sign), "full": rule.signing}
    lines = [Line(Code.SIGNING, rule.signing, params=numbers)]
    return lines + [
        Line(Code.SIGNED_LATE, -rule.signing / len(to_sign), order_id=signing.order_id, params=numbers)
        for signing in late
    ]
