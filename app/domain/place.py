"""Place (位置): distances on WGS-84, and the shift to GCJ-02 that navigation apps in China want."""

from dataclasses import dataclass
from math import cos, degrees, hypot, pi, radians, sin, sqrt

EQUATOR_RADIUS = 6_378_137.0  # WGS-84, metres
SQUARED_ECCENTRICITY = 0.006_694_379_990_14

# The public constants of the shift, on the Krasovsky ellipsoid.
GCJ_RADIUS = 6_378_245.0
GCJ_SQUARED_ECCENTRICITY = 0.006_693_421_622_965_943_23
GCJ_ORIGIN_LON, GCJ_ORIGIN_LAT = 105.0, 35.0
SHIFTED_LONS, SHIFTED_LATS = (72.004, 137.8347), (0.8293, 55.8271)


@dataclass(frozen=True)
class Position:
    """Longitude and latitude in degrees; WGS-84 wherever it is stored or sent."""

    lon: float
    lat: float


def metres_between(here: Position, there: Position) -> float:
    """The distance along the ellipsoid; better than a millimetre within a county, 0.1 % within the province."""
    latitude = radians((here.lat + there.lat) / 2)
    along_meridian, along_parallel = _radii(latitude, EQUATOR_RADIUS, SQUARED_ECCENTRICITY)
    north = radians(there.lat - here.lat) * along_meridian
    east = radians(there.lon - here.lon) * along_parallel
    return hypot(north, east)


def to_gcj02(position: Position) -> Position:
    """For links that open a navigation app, never for what is stored. Outside China nothing is shifted."""
    if not _is_shifted(position):
        return position
    east, north = position.lon - GCJ_ORIGIN_LON, position.lat - GCJ_ORIGIN_LAT
    along_meridian, along_parallel = _radii(radians(position.lat), GCJ_RADIUS, GCJ_SQUARED_ECCENTRICITY)
    return Position(
        lon=position.lon + degrees(_metres_east(east, north) / along_parallel),
        lat=position.lat + degrees(_metres_north(east, north) / along_meridian),
    )


def _radii(latitude: float, radius: float, squared_eccentricity: float) -> tuple[float, float]:
    """Metres for one radian along the meridian and along the parallel at that latitude."""
    flattened = 1 - squared_eccentricity * sin(latitude) ** 2
    along_meridian = radius * (1 - squared_eccentricity) / (flattened * sqrt(flattened))
    return along_meridian, radius / sqrt(flattened) * cos(latitude)


def _is_shifted(position: Position) -> bool:
    return SHIFTED_LONS[0] <= position.lon <= SHIFTED_LONS[1] and SHIFTED_LATS[0] <= position.lat <= SHIFTED_LATS[1]


def _metres_east(x: float, y: float) -> float:
    return (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
        + _waves((20.0, 6 * pi * x), (20.0, 2 * pi * x))
        + _waves((20.0, pi * x), (40.0, pi / 3 * x))
        + _waves((150.0, pi / 12 * x), (300.0, pi / 30 * x))
    )  # fmt: skip


def _metres_north(x: float, y: float) -> float:
    return (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
        + _waves((20.0, 6 * pi * x), (20.0, 2 * pi * x))
        + _waves((20.0, pi * y), (40.0, pi / 3 * y))
        + _waves((160.0, pi / 12 * y), (320.0, pi / 30 * y))
    )  # fmt: skip


def _waves(*waves: tuple[float, float]) -> float:
    return sum(height * sin(angle) for height, angle in waves) * 2 / 3
