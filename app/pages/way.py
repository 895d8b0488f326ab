"""The way on a picture (路线图): points in metres on a small piece of the earth, over the county's outline; no tiles, no key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import NamedTuple

from flask import url_for

from app.domain.track import Fix
from app.models import Finding, Visit
from app.models.base import lon_lat
from app.queries.catalog import outline_of
from app.queries.items import items_of, key_of

WIDTH, HEIGHT, MARGIN = 960, 540, 60
EAST, NORTH = 111_320, 110_574  # metres per degree, at the equator and along a meridian
LEAST = 240  # metres across: a visit that stood still is no dot
RULERS = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)


class Place(NamedTuple):
    x: str
    y: str
    word: str = ""
    url: str = ""
    no: int = 0


@dataclass(frozen=True)
class Way:
    box: str
    outline: str
    line: str
    dots: list[Place]
    start: Place
    end: Place
    found: list[Place]
    town: Place | None
    ruler: str
    ruler_m: int


@dataclass(frozen=True)
class Sheet:
    """Degrees to the picture's own units, north up."""

    lon: float
    lat: float
    scale: float  # units per metre

    def place(self, lon: float, lat: float, word: str = "", url: str = "") -> Place:
        x, y = self._units(lon, lat)
        return Place(f"{x:.1f}", f"{y:.1f}", word, url)

    def line(self, points: Iterable[Iterable[float]]) -> str:
        return " ".join(",".join(self.place(lon, lat)[:2]) for lon, lat in points)

    def _units(self, lon: float, lat: float) -> tuple[float, float]:
        east = (lon - self.lon) * EAST * cos(radians(self.lat)) * self.scale
        north = (lat - self.lat) * NORTH * self.scale
        return WIDTH / 2 + east, HEIGHT / 2 - north


def way_of(fixes: Sequence[Fix], found: Sequence[Finding], visit: Visit) -> Way:
    sheet = _sheet(fixes)
    centre = lon_lat(visit.town.point)
    length = next(metres for metres in RULERS if metres * sheet.scale <= WIDTH / 3)
    return Way(
        box=f"0 0 {WIDTH} {HEIGHT}",
        outline="".join(f"M{sheet.line(ring)}Z" for ring in outline_of(visit.county_id)),
        line=sheet.line((fix.lon, fix.lat) for fix in fixes),
        dots=[sheet.place(fix.lon, fix.lat) for fix in fixes],
        start=sheet.place(fixes[0].lon, fixes[0].lat),
        end=sheet.place(fixes[-1].lon, fixes[-1].lat),
        found=_found(sheet, found),
        town=sheet.place(centre["lon"], centre["lat"], visit.town.name) if centre else None,
        ruler=f"M20 {HEIGHT - 26}v6h{length * sheet.scale:.1f}v-6",
        ruler_m=length,
    )


def _sheet(fixes: Sequence[Fix]) -> Sheet:
    """The whole way in the middle."""
    lons, lats = [fix.lon for fix in fixes], [fix.lat for fix in fixes]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    east = max((max(lons) - min(lons)) * EAST * cos(radians(lat)), LEAST)
    north = max((max(lats) - min(lats)) * NORTH, LEAST)
    return Sheet(lon, lat, min((WIDTH - 2 * MARGIN) / east, (HEIGHT - 2 * MARGIN) / north))


def _found(sheet: Sheet, found: Sequence[Finding]) -> list[Place]:
    """Numbered as they were recorded, whether or not each has a place."""
    items = items_of(found)
    placed = [(finding, lon_lat(finding.point)) for finding in found]
    return [
        sheet.place(at["lon"], at["lat"], items[key_of(it)].problem, url_for("findings.show", raw_id=it.id))._replace(
            no=no
        )
        for no, (it, at) in enumerate(placed, 1)
        if at
    ]
