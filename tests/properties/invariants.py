"""What holds whatever was done (不变的规矩): read from the rows alone, without the model."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.properties.database import Standing

CHINA = ZoneInfo("Asia/Shanghai")
DONE = {"closed", "void"}
FORGOTTEN = {"failed_sign_in"}  # tries that no longer count are the one thing that goes


def local(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def check(now: Standing, before: Standing) -> None:
    """Nothing is deleted, and the rows agree with each other."""
    assert set(now.fewer_than(before)) <= FORGOTTEN
    for point in now.rows["finding"].values():
        assert (point["state"] == "closed") == (point["closed_at"] is not None), point
        assert point["rework_count"] == returns_of(now, point["id"]), point
    for order in now.rows["order"].values():
        assert (order["state"] in {"closed", "archived"}) == (order["closed_at"] is not None), order
        left = [p for p in now.rows["finding"].values() if p["order_id"] == order["id"] and p["state"] not in DONE]
        assert order["state"] != "signed" or left, f"all is done and it is open: {order}"
        assert order["state"] != "closed" or not left, f"closed with points open: {order}"
    assert gaps(now) == {}


def returns_of(now: Standing, point_id: str) -> int:
    return sum(
        row.act == "finding.return" and str(row.subject_id) == point_id for rows in now.acts.values() for row in rows
    )


def gaps(now: Standing) -> dict[Any, list[int]]:
    """Words and years under which a number is missing, or given twice."""
    used: dict[Any, list[int]] = defaultdict(list)
    for order in now.rows["order"].values():
        if order["seq"] is not None:
            used[order["word"], order["year"]].append(order["seq"])
    return {key: sorted(given) for key, given in used.items() if sorted(given) != list(range(1, len(given) + 1))}
