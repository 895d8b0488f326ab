"""Contents (写进日志的内容): what an act's journal row says of what it made, so that the row vouches for it from then on.

A chain over names of acts alone would let somebody exchange a photo, a deadline or a score behind them.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from app.domain.canonical import digest
from app.models import Finding, Order, Score, ScoreEntry, ScoreLine
from app.models.base import lon_lat

OF_LINE = (
    "code",
    "amount",
    "raw",
    "dimension",
    "item_code",
    "params",
    "visit_id",
    "finding_id",
    "order_id",
    "entry_id",
)


class Slot(Protocol):
    @property
    def slot(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def sha256(self) -> str: ...


def of_photos(photos: Iterable[Slot]) -> str:
    """`before:<sha256> after:<sha256>`, slot by slot."""
    return " ".join(f"{it.role}:{it.sha256}" for it in sorted(photos, key=lambda it: it.slot))


def of_point(finding: Finding, place: dict[str, Any] | None, photos: Iterable[Slot]) -> dict[str, Any]:
    """What was found, where, and with which photos."""
    return {
        "item": finding.item_code,
        "quantity": f"{finding.quantity:.2f}",
        "severity": finding.severity,
        "time_grade": finding.time_grade,
        "words": finding.note,
        "position": of_place(place),
        "photos": of_photos(photos),
    }


def of_told(finding: Finding, photos: Iterable[Slot]) -> dict[str, Any]:
    """The point as its town sees it from now on."""
    return of_point(finding, lon_lat(finding.point), photos)


def of_place(place: dict[str, Any] | None) -> str:
    return f"{place['lon']:.6f},{place['lat']:.6f}" if place else ""


def of_order(order: Order) -> dict[str, Any]:
    """The paper: its number, its name, which points stand in it, and which units get a copy."""
    copies = " ".join(sorted(str(copy.unit_id) for copy in order.copies))
    return {
        "number": order.number or "",
        "title": order.title,
        "level": order.level,
        "points": " ".join(sorted(str(finding.id) for finding in order.findings)),
        **({"copies": copies} if copies else {}),
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


def of_account(score: Score, lines: Sequence[ScoreLine | dict[str, Any]]) -> str:
    """The hash of a score: its value, its facts, and its lines in their order, as rows or as they are about to be stored.

    Not the value itself: a town's stream is read by some who do not read its score (decision 33).
    """
    told = [stored_line(it) for it in lines]
    return digest({"value": _number(score.value), "facts": score.facts_hash, "lines": told})


def stored_line(row: ScoreLine | dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] if isinstance(row, dict) else getattr(row, name) for name in OF_LINE}
    return told | {name: str(told[name]) for name in ("visit_id", "finding_id", "order_id") if told[name]}


def of_entry(entry: ScoreEntry) -> str:
    """The hash of what was entered, for the same reason."""
    return digest(
        {
            "kind": entry.kind,
            "matter": entry.matter,
            "value": _number(entry.value),
            "document": entry.document,
            "reason": entry.reason,
            "replaces": str(entry.replaces_id or ""),
        }
    )
