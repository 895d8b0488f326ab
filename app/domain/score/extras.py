"""G 加分 and H 扣分: events with a document, each with its value, together with a limit (score.md 2)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from app.domain.score.facts import EntryFact
from app.domain.score.lines import Code, Line, points
from app.domain.score.scheme import BonusRule, PenaltyKind, PenaltyRule

ZERO = Decimal(0)


def bonus(entries: Iterable[EntryFact], rule: BonusRule) -> tuple[Line, ...]:
    """One matter counts once, at its highest (an entry without a matter is a matter of its own)."""
    matters: dict[tuple[str, str], list[EntryFact]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.id):
        if entry.kind in rule.kinds:
            matters[("matter", entry.matter) if entry.matter else ("entry", entry.id)].append(entry)
    lines = [line for matter in matters.values() for line in _matter(matter, rule)]
    over = points(lines) - rule.most
    return (*lines, Line(Code.BONUS_CAP, -over, params={"most": rule.most})) if over > 0 else tuple(lines)


def _matter(entries: list[EntryFact], rule: BonusRule) -> list[Line]:
    highest = max(entries, key=lambda entry: rule.kinds[entry.kind])
    return [
        _line(Code.BONUS, rule.kinds[entry.kind], entry) if entry is highest else _line(Code.SAME_MATTER, ZERO, entry)
        for entry in entries
    ]


def penalty(entries: Iterable[EntryFact], rule: PenaltyRule) -> tuple[Line, ...]:
    kinds: dict[str, list[EntryFact]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.id):
        if entry.kind in rule.kinds:
            kinds[entry.kind].append(entry)
    lines = [line for kind in sorted(kinds) for line in _kind(kind, kinds[kind], rule.kinds[kind])]
    over = -points(lines) - rule.most
    return (*lines, Line(Code.PENALTY_CAP, over, params={"most": rule.most})) if over > 0 else tuple(lines)


def _kind(kind: str, entries: list[EntryFact], rule: PenaltyKind) -> list[Line]:
    lines = [line for entry in entries for line in _event(entry, rule)]
    cost = -points(lines)
    if rule.together is None or cost <= rule.together:
        return lines
    return [*lines, Line(Code.KIND_CAP, cost - rule.together, params={"kind": kind, "most": rule.together})]


def _event(entry: EntryFact, rule: PenaltyKind) -> list[Line]:
    cost = entry.value if rule.each is None else rule.each
    line = _line(Code.PENALTY, -cost, entry)
    if rule.most is None or cost <= rule.most:
        return [line]
    return [line, Line(Code.ENTRY_CAP, cost - rule.most, entry_id=entry.id, params={"most": rule.most})]


def _line(code: Code, value: Decimal, entry: EntryFact) -> Line:
    return Line(
        code,
        value,
        finding_id=entry.finding_id,
        order_id=entry.order_id,
        entry_id=entry.id,
        params={"kind": entry.kind},
    )
