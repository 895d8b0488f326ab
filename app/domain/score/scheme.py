"""Scheme (评分办法): the rules of the score as data, in versions that are never edited once used."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.domain.score.rational import read


@dataclass(frozen=True, slots=True)
class Band:
    """A grade (等次) and the rounded value it begins at."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class SiteRule:
    """A 现场得分: what visits are worth (score.md 1 and 2)."""

    full: Fraction
    kinds: Mapping[str, Fraction]  # unannounced and announced; a kind without visits leaves its weight to the other
    repeat_factor: Decimal
    fixed_on_spot_factor: Decimal
    minimum_looked: int  # a visit that looked at fewer dimensions does not count (decision 28)
    dimensions: Mapping[str, Decimal]  # F per dimension code


@dataclass(frozen=True, slots=True)
class RepairRule:
    """B 整改得分: what points due are worth; nothing due gives all of it."""

    on_time: Decimal
    closed: Decimal
    not_reworked: Decimal

    @property
    def full(self) -> Decimal:
        return self.on_time + self.closed + self.not_reworked


@dataclass(frozen=True, slots=True)
class UpkeepRule:
    """C 长效机制得分."""

    entries: Mapping[str, Decimal]  # kinds of entry that are worth something once they are there
    self_checks: Decimal
    self_check_target: int
    signing: Decimal


@dataclass(frozen=True, slots=True)
class BonusRule:
    """G 加分: what each kind is worth, and the most they are worth together."""

    kinds: Mapping[str, Decimal]
    most: Decimal


@dataclass(frozen=True, slots=True)
class PenaltyKind:
    """What one event costs (None: as entered), the most one may cost, and the most all of this kind may."""

    each: Decimal | None
    most: Decimal | None
    together: Decimal | None


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """H 扣分."""

    kinds: Mapping[str, PenaltyKind]
    most: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of the rules."""

    site: SiteRule
    repair: RepairRule
    upkeep: UpkeepRule
    bonus: BonusRule
    penalty: PenaltyRule
    lowest: Fraction
    highest: Fraction
    places: int
    bands: tuple[Band, ...]  # from the best down

    def band(self, value: Decimal) -> str:
        """By the rounded value: 84.995 is shown as 85.00 and is 良好."""
        return next(band.name for band in self.bands if value >= band.least)


def read_scheme(rules: Mapping[str, Any]) -> Scheme:
    """A scheme from its JSON form (numbers as strings). What is missing or contradicts itself is a ValueError."""
    try:
        scheme = _read(rules)
    except (ArithmeticError, KeyError, TypeError) as fault:
        raise ValueError(f"not a scheme: {fault!r}") from fault
    _check(scheme)
    return scheme


def _read(rules: Mapping[str, Any]) -> Scheme:
    upkeep, bonus, penalty = rules["upkeep"], rules["bonus"], rules["penalty"]
    lowest, highest = rules["range"]
    return Scheme(
        site=_site(rules["site"]),
        repair=RepairRule(**_points(rules["repair"])),
        upkeep=UpkeepRule(
            entries=_points(upkeep["entries"]),
            self_checks=Decimal(upkeep["self_checks"]),
            self_check_target=upkeep["self_check_target"],
            signing=Decimal(upkeep["signing"]),
        ),
        bonus=BonusRule(_points(bonus["kinds"]), Decimal(bonus["most"])),
        penalty=PenaltyRule(
            {kind: _penalty(rule) for kind, rule in penalty["kinds"].items()}, Decimal(penalty["most"])
        ),
        lowest=read(lowest),
        highest=read(highest),
        places=rules["places"],
        bands=tuple(Band(name, Decimal(least)) for name, least in rules["bands"]),
    )


def _site(rule: Mapping[str, Any]) -> SiteRule:
    return SiteRule(
        full=read(rule["full"]),
        kinds={kind: read(weight) for kind, weight in rule["kinds"].items()},
        repeat_factor=Decimal(rule["repeat_factor"]),
        fixed_on_spot_factor=Decimal(rule["fixed_on_spot_factor"]),
        minimum_looked=rule["minimum_looked"],
        dimensions=_points(rule["dimensions"]),
    )


def _penalty(rule: Mapping[str, str]) -> PenaltyKind:
    each, most, together = (Decimal(rule[key]) if key in rule else None for key in ("each", "most", "together"))
    return PenaltyKind(each, most, together)


def _points(rule: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in rule.items()}


def _check(scheme: Scheme) -> None:
    faults = {
        "the weights of the kinds of visit are not 1 together": sum(scheme.site.kinds.values()) != 1,
        "a kind of visit or a dimension is worth nothing": not _all_positive(scheme.site),
        "the bands do not fall": sorted(scheme.bands, key=lambda band: -band.least) != list(scheme.bands),
        "the last band does not begin at the lowest value": Fraction(scheme.bands[-1].least) > scheme.lowest,
        "no self-check is aimed at": scheme.upkeep.self_check_target < 1,
    }
    for fault in (sentence for sentence, found in faults.items() if found):
        raise ValueError(f"not a scheme: {fault}")


def _all_positive(rule: SiteRule) -> bool:
    worth = (rule.full, *rule.kinds.values(), *map(Fraction, rule.dimensions.values()))
    return all(points > 0 for points in worth)
