"""Places (位置): distances against an independent ellipsoid, and the shift for navigation links."""

from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.place import Position, metres_between, to_gcj02

MEICHENG = Position(119.510000, 29.546000)
longitudes, latitudes = st.floats(118.0, 123.0), st.floats(27.0, 31.5)
steps = st.floats(-0.01, 0.01)


def on_a_sphere(here: Position, there: Position) -> float:
    """Haversine with the mean radius: within 0.6 % of the ellipsoid."""
    north, east = radians(there.lat - here.lat), radians(there.lon - here.lon)
    chord = sin(north / 2) ** 2 + cos(radians(here.lat)) * cos(radians(there.lat)) * sin(east / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(chord))


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        # The meridian at 30°: 111132.954 − 559.822·cos 60° + 1.175·cos 120°, the series of the tables.
        (Position(119.5, 29.5), Position(119.5, 30.5), 110_852.456),
        (Position(119.5, 0.0), Position(120.5, 0.0), 111_319.491),  # one degree of the equator
    ],
)
def test_a_degree_has_its_known_length(here: Position, there: Position, metres: float) -> None:
    assert metres_between(here, there) == pytest.approx(metres, rel=1e-6)


@given(longitudes, latitudes, steps, steps)
def test_distances_agree_with_a_sphere(lon: float, lat: float, east: float, north: float) -> None:
    here, there = Position(lon, lat), Position(lon + east, lat + north)
    assert metres_between(here, there) == pytest.approx(on_a_sphere(here, there), rel=6e-3, abs=1e-3)


@given(longitudes, latitudes, steps, steps)
def test_there_is_as_far_as_back(lon: float, lat: float, east: float, north: float) -> None:
    here, there = Position(lon, lat), Position(lon + east, lat + north)
    assert metres_between(here, there) == pytest.approx(metres_between(there, here))


@pytest.mark.parametrize(
    ("stored", "shifted", "metres"),
    [
        (MEICHENG, Position(119.514941, 29.543427), 557),
        (Position(120.163000, 30.276000), Position(120.167671, 30.273657), 519),  # 杭州武林
        (Position(120.490000, 30.080000), Position(120.494355, 30.077572), 499),  # 绍兴柯桥
    ],
)
def test_navigation_apps_get_shifted_places(stored: Position, shifted: Position, metres: int) -> None:
    link = to_gcj02(stored)
    assert (round(link.lon, 6), round(link.lat, 6)) == (shifted.lon, shifted.lat)
    assert metres_between(stored, link) == pytest.approx(metres, abs=1)


def test_outside_china_nothing_is_shifted() -> None:
    assert to_gcj02(Position(2.2945, 48.8584)) == Position(2.2945, 48.8584)
