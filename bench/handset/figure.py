"""Figure (一个数): what was measured in some rounds, held against what it may be at most."""

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

Statistic = Callable[[list[float]], float]


def p95(values: list[float]) -> float:
    """Nearest rank: a value that was really met."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


@dataclass(frozen=True)
class Figure:
    """`rounds`: what each round met; `most` is None where nothing is promised; `says` is from what to what."""

    name: str
    rounds: list[list[float]]
    most: float | None
    unit: str
    says: str
    statistic: Statistic = median

    @property
    def value(self) -> float:
        return self.statistic([value for values in self.rounds for value in values])

    @property
    def holds(self) -> bool | None:
        return None if self.most is None else self.value <= self.most

    def line(self) -> dict[str, Any]:
        each = [self.statistic(values) for values in self.rounds]
        return {
            "id": self.name,
            "value": round(self.value, 3),
            "limit": self.most,
            "ratio": None if self.most is None else round(self.value / self.most, 3),
            "must": "reported" if self.most is None else f"{self.unit} <= {self.most:g}",
            "holds": self.holds,
            "spread": round((max(each) - min(each)) / self.value, 3) if self.value else 0.0,
            "cores": os.cpu_count(),
        }


def once(name: str, values: list[float], most: float | None, unit: str, says: str) -> Figure:
    """One value a round."""
    return Figure(name, [[value] for value in values], most, unit, says)


def show(figures: list[Figure], *, as_json: bool) -> None:
    for figure in figures:
        line = figure.line()
        if as_json:
            print(json.dumps(line))
            continue
        held = {True: "holds", False: "DOES NOT HOLD", None: ""}[figure.holds]
        print(f"{figure.name:26} {line['value']:9.6g} {figure.unit:5} must {line['must']:12} {held:14}", end=" ")
        print(f"spread {line['spread']:<6} {figure.says}")
