"""Marks (现场分): R of each visit and S of each dimension, read back from stored lines; pages only add up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.domain.score.lines import Code, Line, points, total
from app.domain.score.rational import exact_sum


@dataclass(frozen=True)
class DimensionMark:
    """One dimension of one visit: S of F, and what S gives in the score."""

    dimension: str
    full: Decimal
    kept: Decimal
    amount: Fraction
    lines: tuple[Line, ...]

    @property
    def lost(self) -> Decimal:
        return self.full - self.kept


@dataclass(frozen=True)
class VisitMark:
    """One visit that counts."""

    visit_id: str
    dimensions: tuple[DimensionMark, ...]

    @property
    def site(self) -> Fraction:
        """R = 100 × Σ S / Σ F."""
        full = exact_sum(Fraction(mark.full) for mark in self.dimensions)
        return 100 * exact_sum(Fraction(mark.kept) for mark in self.dimensions) / full

    @property
    def amount(self) -> Fraction:
        """What the visit gives in the score."""
        return exact_sum(mark.amount for mark in self.dimensions)


def visit_marks(lines: Iterable[Line]) -> tuple[VisitMark, ...]:
    accounts: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.visit_id and line.dimension:
            accounts[line.visit_id][line.dimension].append(line)
    return tuple(
        VisitMark(visit_id, tuple(_mark(dimension, account) for dimension, account in dimensions.items()))
        for visit_id, dimensions in accounts.items()
    )


def _mark(dimension: str, account: list[Line]) -> DimensionMark:
    full = points(line for line in account if line.code is Code.DIMENSION)
    return DimensionMark(dimension, full, points(account), total(account), tuple(account))
