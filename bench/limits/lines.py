"""Lines of a measurement (结果行): what was measured, the limit beside it, whether it holds."""

import json
import os
from statistics import median
from typing import Any

from bench.limits.side import Ran

Pairs = list[tuple[float, float]]


def compared(name: str, pairs: Pairs, must: str, *, holds: bool | None) -> dict[str, Any]:
    """The median round of each side; ratio and spread are those of the rounds. `holds` is None where nothing is promised."""
    ratios = ratios_of(pairs)
    return {
        "id": name,
        "value": round(median(value for value, _ in pairs), 2),
        "limit": round(median(limit for _, limit in pairs), 2),
        "ratio": round(median(ratios), 3),
        "must": must,
        "holds": holds,
        "spread": round((max(ratios) - min(ratios)) / median(ratios), 3),
        "cores": os.cpu_count(),
    }


def ratios_of(pairs: Pairs) -> list[float]:
    return [value / limit for value, limit in pairs]


def at_least(name: str, pairs: Pairs, least: float) -> dict[str, Any]:
    return compared(name, pairs, f"per second >= {least} x", holds=median(ratios_of(pairs)) >= least)


def at_most(name: str, pairs: Pairs, most: float, unit: str) -> dict[str, Any]:
    return compared(name, pairs, f"{unit} <= {most:g} x", holds=median(ratios_of(pairs)) <= most)


def rates(ours: list[Ran], bare: list[Ran]) -> Pairs:
    return [(o.rate, b.rate) for o, b in zip(ours, bare, strict=True)]


def cpus(ours: list[Ran], bare: list[Ran]) -> Pairs:
    return [(o.cpu, b.cpu) for o, b in zip(ours, bare, strict=True)]


def show(lines: list[dict[str, Any]], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            print(json.dumps(line))
        else:
            held = {True: "holds", False: "DOES NOT HOLD", None: ""}[line["holds"]]
            print(
                "{id:28} {value:9} against {limit:9} ratio {ratio:6} spread {spread:5} must {must}".format(**line), held
            )
