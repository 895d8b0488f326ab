"""Ranking (排名): places inside one group of towns (score.md 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

SMALLEST_RANKED = 3
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Contender:
    """What a town is ranked by, and what orders towns of the same value on the page."""

    town_id: str
    value: Decimal | None
    on_time_rate: Fraction | None  # None: nothing was due, as good as all in time
    grave_problems: int
    unannounced_mean: Fraction | None


@dataclass(frozen=True)
class Place:
    """A town and its place; None for a town without a score, and in a group too small to rank."""

    town_id: str
    number: int | None


def places(group: Sequence[Contender]) -> tuple[Place, ...]:
    """Best first; towns of the same rounded value share a place (1, 2, 2, 4)."""
    values = [town.value for town in group if town.value is not None]
    ranked = len(group) >= SMALLEST_RANKED
    return tuple(_place(town, values, ranked) for town in sorted(group, key=_order))


def _place(town: Contender, values: Sequence[Decimal], ranked: bool) -> Place:
    if town.value is None or not ranked:
        return Place(town.town_id, None)
    return Place(town.town_id, 1 + sum(value > town.value for value in values))


def _order(town: Contender) -> tuple[bool, Decimal, Fraction, int, Fraction, str]:
    """By value; among equals the better on-time rate, fewer grave problems, the better unannounced mean."""
    on_time = Fraction(1) if town.on_time_rate is None else town.on_time_rate
    value, mean = town.value or Decimal(0), town.unannounced_mean or NOTHING
    return (town.value is None, -value, -on_time, town.grave_problems, -mean, town.town_id)
