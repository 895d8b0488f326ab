"""Score (长效管理得分): F = clamp(A + B + C + G − H), exact, rounded once; every step is a line (score.md 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import chain

from app.domain.canonical import Plain
from app.domain.score.extras import bonus, penalty
from app.domain.score.facts import TownMonth
from app.domain.score.lines import Code, Line, total
from app.domain.score.rational import EXACT, exact_sum, rounded, written
from app.domain.score.repair import repair
from app.domain.score.scheme import Scheme
from app.domain.score.site import site
from app.domain.score.upkeep import upkeep

ONE = Decimal(1)
FORMULA = "1"  # goes up when the same facts would give another score; stored beside each score


@dataclass(frozen=True)
class Score:
    """A value and its account. Without a visit that counts there is no value (未检查), and no line is worth anything."""

    value: Decimal | None
    band: str | None
    parts: Mapping[str, Fraction]  # site A, repair B, upkeep C, bonus G, penalty −H: exact, before the limits
    means: Mapping[str, Fraction]  # mean R by kind of visit
    lines: tuple[Line, ...]

    def plain(self) -> Plain:
        return {
            "value": None if self.value is None else str(self.value),
            "band": self.band,
            "parts": {name: written(amount) for name, amount in self.parts.items()},
            "means": {kind: written(mean) for kind, mean in self.means.items()},
            "lines": [line.plain() for line in self.lines],
        }


def score(facts: TownMonth, scheme: Scheme) -> Score:
    """The one formula. It reads nothing but its arguments, so the same facts give the same bytes."""
    with localcontext(EXACT):
        return _score(facts, scheme)


def _score(facts: TownMonth, scheme: Scheme) -> Score:
    visits = site(facts.visits, scheme.site)
    accounts = {
        "repair": repair(facts.points, scheme.repair),
        "upkeep": upkeep(facts, scheme.upkeep),
        "bonus": bonus(facts.entries, scheme.bonus),
        "penalty": penalty(facts.entries, scheme.penalty),
    }
    parts = {name: total(lines) for name, lines in accounts.items()}
    if not visits.means:
        return Score(None, None, parts, {}, visits.lines)
    parts = {"site": visits.amount} | parts
    value, last = _closed(exact_sum(parts.values()), scheme)
    lines = (*visits.lines, *chain(*accounts.values()), *last)
    return Score(value, scheme.band(value), parts, visits.means, lines)


def _closed(added: Fraction, scheme: Scheme) -> tuple[Decimal, tuple[Line, ...]]:
    """Limits and rounding, each a line where it changes something."""
    within = max(scheme.lowest, min(scheme.highest, added))
    value = rounded(within, scheme.places)
    steps = (Line(Code.RANGE, ONE, within - added), Line(Code.ROUNDING, ONE, Fraction(value) - within))
    return value, tuple(line for line in steps if line.worth)
