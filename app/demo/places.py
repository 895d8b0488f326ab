"""Places (点位): about where each town lies, and where a point of the demo is on it."""

from math import cos, radians, sin
from typing import Any

from app.demo.script import Point, points

CENTRES = {  # town points of the shipped facts; for towns that have none there, roughly by the map
    "新安江街道": (119.2715, 29.4748),
    "洋溪街道": (119.312, 29.497),
    "更楼街道": (119.235, 29.432),
    "莲花镇": (119.262, 29.527),
    "乾潭镇": (119.539, 29.6199),
    "梅城镇": (119.4991, 29.5429),
    "杨村桥镇": (119.42, 29.575),
    "下涯镇": (119.37, 29.53),
    "大洋镇": (119.5088, 29.4425),
    "三都镇": (119.5704, 29.5362),
    "寿昌镇": (119.218, 29.3601),
    "航头镇": (119.165, 29.335),
    "大慈岩镇": (119.30, 29.30),
    "大同镇": (119.107, 29.3109),
    "李家镇": (119.05, 29.30),
    "钦堂乡": (119.5639, 29.7148),
}
GOLDEN_ANGLE = 137.508  # spreads points evenly without chance
METRES_OF_DEGREE = 111_320


def position_of(town: str, number: int = 0) -> dict[str, Any]:
    """The number-th place of a town, 90 m and more from its middle, as a phone claims it."""
    lon, lat = CENTRES[town]
    away, angle = 90 + 35 * (number % 17), radians(GOLDEN_ANGLE * number)
    east, north = away * cos(angle), away * sin(angle)
    return {
        "lon": round(lon + east / (METRES_OF_DEGREE * cos(radians(lat))), 6),
        "lat": round(lat + north / METRES_OF_DEGREE, 6),
        "accuracy_m": 4.0 + number % 9,
        "provider": "gps",
        "datum": "wgs84",
    }


def place_of(point: Point) -> dict[str, Any]:
    """A point that is found again lies where it was."""
    first = next((p for p in points() if p.key and p.key == point.again), point)
    return position_of(point.town, points().index(first))


def stood_at(point: Point) -> dict[str, Any]:
    """Where who answers it stands: a metre or two beside, for another phone never measures the very same place."""
    found = place_of(point)
    return {**found, "lat": round(found["lat"] + 1e-5 * (1 + points().index(point) % 3), 6)}
