"""A 现场得分: what the visits of the month are worth (score.md 1 and 2; decisions 21 and 28)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TypeAlias

from app.domain.score.facts import FindingFact, VisitFact
from app.domain.score.lines import Code, Line
from app.domain.score.rational import exact_sum
from app.domain.score.scheme import SiteRule

First: TypeAlias = "Mapping[str | None, FindingFact]"

ZERO, ONE = Decimal(0), Decimal(1)
by_id = attrgetter("id")


@dataclass(frozen=True)
class Site:
    """A and its lines, and the mean R of each kind of visit; no mean, no score (未检查)."""

    amount: Fraction
    lines: tuple[Line, ...]
    means: Mapping[str, Fraction]


def site(visits: Iterable[VisitFact], rule: SiteRule) -> Site:
    """Every visit that looked at enough counts, whatever the order they are handed in."""
    in_order = sorted(visits, key=by_id)
    counted = [visit for visit in in_order if _counts(visit, rule)]
    lines = [_left_out(visit, rule) for visit in in_order if not _counts(visit, rule)]
    first = _first_seen(counted)
    marks: dict[str, list[Fraction]] = defaultdict(list)
    shares = _shares(Counter(visit.kind for visit in counted), rule)
    for visit in counted:
        sheet = _Sheet(visit, shares[visit.kind], rule)
        marks[visit.kind].append(sheet.fill(first))
        lines += sheet.lines
    amount = exact_sum(shares[kind] * mark / 100 for kind in marks for mark in marks[kind])
    return Site(amount, tuple(lines), {kind: exact_sum(marks[kind]) / len(marks[kind]) for kind in marks})


def looked(visit: VisitFact) -> frozenset[str]:
    """The dimensions that enter R: a dimension with a finding was looked at, whatever its mark says."""
    return visit.looked.union([finding.dimension for finding in visit.findings])


def _counts(visit: VisitFact, rule: SiteRule) -> bool:
    return len(looked(visit)) >= max(1, rule.minimum_looked)


def _left_out(visit: VisitFact, rule: SiteRule) -> Line:
    numbers = {"looked": len(looked(visit)), "minimum": rule.minimum_looked}
    return Line(Code.VISIT_LEFT_OUT, ZERO, visit_id=visit.id, params=numbers)


def _shares(number: Mapping[str, int], rule: SiteRule) -> dict[str, Fraction]:
    """What one visit of each kind is worth at best; a kind without visits leaves its weight to the other."""
    present = sum(rule.kinds[kind] for kind in number)
    return {kind: rule.full * rule.kinds[kind] / present / number[kind] for kind in number}


def _first_seen(visits: Iterable[VisitFact]) -> dict[str | None, FindingFact]:
    """One spot counts once a month: for each, the finding that saw it first."""
    first: dict[str | None, FindingFact] = {}
    for finding in [finding for visit in visits for finding in visit.findings if finding.spot_id]:
        known = first.setdefault(finding.spot_id, finding)
        if known is not finding and _age(finding) < _age(known):
            first[finding.spot_id] = finding
    return first


def _age(finding: FindingFact) -> tuple[datetime, str]:
    """By the second, as the hash of the facts has it; of the same second by id."""
    return finding.found_at.replace(microsecond=0), finding.id


class _Sheet:
    """The account of one visit: full marks of each dimension it looked at, less what was found there."""

    def __init__(self, visit: VisitFact, share: Fraction, rule: SiteRule) -> None:
        self.lines: list[Line] = []
        self._visit, self._rule = visit, rule
        self._kept = {dimension: rule.dimensions[dimension] for dimension in sorted(looked(visit))}
        self._full = Fraction(sum(self._kept.values()))
        self._worth = share / self._full  # of one point of the visit

    def fill(self, first: First) -> Fraction:
        """Write the lines; the answer is R = 100 × Σ S / Σ F."""
        self.lines += [self._line(Code.DIMENSION, full, dimension) for dimension, full in self._kept.items()]
        self._take_items(first)
        below = [(dimension, kept) for dimension, kept in self._kept.items() if kept < 0]
        self.lines += [self._line(Code.FLOOR, -kept, dimension) for dimension, kept in below]
        kept = sum(self._kept.values()) - sum(kept for _, kept in below)  # S = max(0, F − Σ D)
        return 100 * Fraction(kept) / self._full

    def _take_items(self, first: First) -> None:
        """D = min(cap, what its findings cost together). There is one cap: a visit has one checklist version."""
        items: dict[str, FindingFact] = {}
        costs: dict[str, Decimal] = defaultdict(Decimal)
        for finding in sorted(self._visit.findings, key=by_id):
            line = self._finding(finding, first)
            self.lines.append(line)
            items[finding.item_code] = finding
            costs[finding.item_code] -= line.points
        for code in sorted(items):
            self._kept[items[code].dimension] -= self._capped(costs[code], items[code])

    def _finding(self, finding: FindingFact, first: First) -> Line:
        """deduction × quantity × k; a spot already counted this month costs again only as a repeat."""
        seen = first.get(finding.spot_id, finding)
        if seen is not finding and not finding.repeat:
            line = self._line(Code.SEEN_BEFORE, ZERO, finding.dimension, finding.item_code)
            return line._replace(finding_id=finding.id, params={"first": seen.id})
        factor = _factor(finding, self._rule) if finding.repeat or finding.fixed_on_spot else ONE
        numbers = {"deduction": finding.deduction, "quantity": finding.quantity, "factor": factor}
        # Every field in its place, without names: this line is written a hundred times a score.
        return Line(
            Code.FINDING, -(finding.deduction * finding.quantity * factor), self._worth, self._visit.id,
            finding.dimension, finding.item_code, finding.id, None, None, numbers,
        )  # fmt: skip

    def _capped(self, cost: Decimal, finding: FindingFact) -> Decimal:
        if finding.cap is None or cost <= finding.cap:
            return cost
        line = self._line(Code.ITEM_CAP, cost - finding.cap, finding.dimension, finding.item_code)
        self.lines.append(line._replace(params={"cap": finding.cap}))
        return finding.cap

    def _line(self, code: Code, points: Decimal, dimension: str, item_code: str | None = None) -> Line:
        return Line(code, points, self._worth, self._visit.id, dimension, item_code)


def _factor(finding: FindingFact, rule: SiteRule) -> Decimal:
    """k: doubled for a repeat, half for what was fixed on the spot."""
    repeat = rule.repeat_factor if finding.repeat else ONE
    return repeat * rule.fixed_on_spot_factor if finding.fixed_on_spot else repeat
