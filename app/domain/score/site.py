"""A 现场得分: what the visits of the month are worth (score.md 1 and 2; decisions 21 and 28)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from app.domain.score.facts import FindingFact, VisitFact
from app.domain.score.lines import Code, Line, total
from app.domain.score.rational import exact_sum
from app.domain.score.scheme import SiteRule

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Site:
    """The lines of A, and the mean R of each kind of visit; no mean, no score (未检查)."""

    lines: tuple[Line, ...]
    means: Mapping[str, Fraction]


def site(visits: Iterable[VisitFact], rule: SiteRule) -> Site:
    """Every visit that looked at enough counts, whatever the order they are handed in."""
    lines: list[Line] = []
    counted = []
    for visit in sorted(visits, key=lambda visit: visit.id):
        if _counts(visit, rule):
            counted.append(visit)
        else:
            lines.append(_left_out(visit, rule))
    by_kind = _lines_by_kind(counted, rule)
    shares = {kind: _share(kind, by_kind, rule) for kind in by_kind}
    means = {kind: 100 * total(by_kind[kind]) / shares[kind] for kind in by_kind}
    return Site(tuple(lines + [line for kind in sorted(by_kind) for line in by_kind[kind]]), means)


def looked(visit: VisitFact) -> frozenset[str]:
    """The dimensions that enter R: a dimension with a finding was looked at, whatever its mark says."""
    return visit.looked.union(finding.dimension for finding in visit.findings)


def _counts(visit: VisitFact, rule: SiteRule) -> bool:
    return len(looked(visit)) >= max(1, rule.minimum_looked)


def _left_out(visit: VisitFact, rule: SiteRule) -> Line:
    numbers = {"looked": len(looked(visit)), "minimum": rule.minimum_looked}
    return Line(Code.VISIT_LEFT_OUT, ZERO, visit_id=visit.id, params=numbers)


def _lines_by_kind(visits: list[VisitFact], rule: SiteRule) -> dict[str, list[Line]]:
    number = Counter(visit.kind for visit in visits)
    first = _first_seen(visits)
    by_kind: dict[str, list[Line]] = defaultdict(list)
    for visit in visits:
        share = _share(visit.kind, number, rule) / number[visit.kind]
        by_kind[visit.kind] += _visit(visit, share, first, rule)
    return by_kind


def _share(kind: str, present: Iterable[str], rule: SiteRule) -> Fraction:
    """What the visits of one kind are worth at best; a kind without visits leaves its weight to the other."""
    return rule.full * rule.kinds[kind] / sum(rule.kinds[other] for other in present)


def _first_seen(visits: Iterable[VisitFact]) -> dict[str, str]:
    """One spot counts once a month: the finding that saw it first (by the second, then by id)."""
    findings = (finding for visit in visits for finding in visit.findings if finding.spot_id)
    latest_first = sorted(
        findings, key=lambda finding: (finding.found_at.replace(microsecond=0), finding.id), reverse=True
    )
    return {str(finding.spot_id): finding.id for finding in latest_first}


def _visit(visit: VisitFact, share: Fraction, first: Mapping[str, str], rule: SiteRule) -> list[Line]:
    """One account per dimension looked at; a point of the visit is worth the same in all of them."""
    dimensions = sorted(looked(visit))
    unit = share / sum(rule.dimensions[dimension] for dimension in dimensions)
    found: dict[str, list[FindingFact]] = {dimension: [] for dimension in dimensions}
    for finding in sorted(visit.findings, key=lambda finding: (finding.item_code, finding.id)):
        found[finding.dimension].append(finding)
    accounts = [_Account(visit.id, dimension, unit) for dimension in dimensions]
    return [line for account in accounts for line in account.lines(found[account.dimension], first, rule)]


@dataclass(frozen=True)
class _Account:
    """What one visit gives for one dimension: S = max(0, F − the items found)."""

    visit_id: str
    dimension: str
    unit: Fraction  # what one point of the visit is worth in the score

    def lines(self, findings: list[FindingFact], first: Mapping[str, str], rule: SiteRule) -> list[Line]:
        lines = [self._line(Code.DIMENSION, rule.dimensions[self.dimension])]
        for item_code, same in groupby(findings, key=lambda finding: finding.item_code):
            lines += self._item(item_code, list(same), first, rule)
        below = exact_sum(line.raw for line in lines)
        return lines if below >= 0 else [*lines, self._line(Code.FLOOR, -below)]

    def _item(self, code: str, findings: list[FindingFact], first: Mapping[str, str], rule: SiteRule) -> list[Line]:
        """D = min(cap, what its findings cost together)."""
        lines = [self._finding(finding, first, rule) for finding in findings]
        cap, cost = findings[0].cap, -exact_sum(line.raw for line in lines)
        if cap is None or cost <= cap:
            return lines
        return [*lines, self._line(Code.ITEM_CAP, cost - cap, item_code=code, params={"cap": cap})]

    def _finding(self, finding: FindingFact, first: Mapping[str, str], rule: SiteRule) -> Line:
        source = {"item_code": finding.item_code, "finding_id": finding.id}
        seen = first.get(finding.spot_id or "", finding.id)
        if seen != finding.id and not finding.repeat:
            return self._line(Code.SEEN_BEFORE, ZERO, **source, params={"first": seen})
        factor = _factor(finding, rule)
        numbers = {"deduction": finding.deduction, "quantity": finding.quantity, "factor": factor}
        return self._line(Code.FINDING, -finding.deduction * finding.quantity * factor, **source, params=numbers)

    def _line(self, code: Code, raw: Fraction, **source: Any) -> Line:
        return Line(code, raw * self.unit, raw, self.visit_id, self.dimension, **source)


def _factor(finding: FindingFact, rule: SiteRule) -> Fraction:
    """Doubled for a repeat, half for what was fixed on the spot."""
    repeat = rule.repeat_factor if finding.repeat else ONE
    return repeat * rule.fixed_on_spot_factor if finding.fixed_on_spot else repeat
