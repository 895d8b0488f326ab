"""Regions (行政区划) of Zhejiang: province, cities, counties and the 1,359 towns that exist; points and outlines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.defaults.files import rows, text
from app.domain.place import Position

CODE_SYSTEM, CODE_YEAR = "MCA", 2026  # 民政部区划代码; a code without its system and year is no identity
REVOKED = "revoked"


@dataclass(frozen=True)
class DivisionRow:
    """One place in the tree 省 → 市 → 县 → 镇街."""

    code: str
    name: str
    level: str  # province | city | county | town
    parent: str | None
    town_kind: str | None  # 镇 | 乡 | 街道
    pinyin: str  # without 省, 市, 镇 …


@dataclass(frozen=True)
class OutlineRow:
    """The outline of a county (GeoJSON MultiPolygon, WGS-84), good to about 100 m."""

    code: str
    name: str
    geometry: dict[str, Any]


def divisions() -> Iterator[DivisionRow]:
    """Parents before children; what the source lists as revoked (撤销) is left out."""
    for row in rows("zhejiang_divisions.csv"):
        if not row["note"].startswith(REVOKED):
            yield DivisionRow(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent=row["parent"] or None,
                town_kind=row["town_kind"] or None,
                pinyin=row["pinyin"],
            )


def town_points() -> dict[str, Position]:
    """A point per town code, for the towns that have one; a seat of government or a name on a map, not a centre."""
    return {
        row["code"]: Position(lon=float(row["lon"]), lat=float(row["lat"]))
        for row in rows("zhejiang_town_points.csv")
        if row["lat"]
    }


def county_outlines() -> Iterator[OutlineRow]:
    for feature in json.loads(text("zhejiang_counties.geojson"))["features"]:
        county = feature["properties"]
        yield OutlineRow(f"{county['adcode']}000000", county["name"], feature["geometry"])
