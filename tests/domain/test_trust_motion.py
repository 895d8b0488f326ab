"""Motion (行程): what several photos show together, each rule at its border."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.place import Position
from app.domain.trust_facts import Claimed, Known, Shot, Trust
from tests.domain.test_trust import AT, HONEST, METRE, SPOT, minutes, said, stood

EVERY_FIVE = [minutes(5 * n) for n in range(1, 6)]
UNEVEN = [(0.0, 0.0), (31.0, 42.0), (-55.0, 12.0), (8.0, -70.0), (64.0, 9.0), (-20.0, -33.0)]  # metres east, north


def placed(east_m: float, north_m: float, accuracy_m: float = 8.0) -> Claimed:
    east = east_m * METRE / 0.87  # cos of that latitude
    return Claimed(Position(SPOT.lon + east, SPOT.lat + north_m * METRE), accuracy_m, "geolocation")


def toured(places: list[Claimed], apart: timedelta = timedelta(minutes=5)) -> Known:
    """The newest is the one that is looked at."""
    here, *others = (Shot(AT - n * apart, place) for n, place in enumerate(places))
    return replace(HONEST, shot=here, others=tuple(others))


def seen(known: Known) -> str | None:
    told = said(known).get("motion")
    assert told is None or told[1] is Trust.DOUBT
    return told and told[0]


def test_nobody_is_in_two_towns_within_minutes() -> None:
    elsewhere = Shot(AT - minutes(5), stood(20_000))
    assert seen(replace(HONEST, others=(elsewhere,))) == "too_fast"
    assert seen(replace(HONEST, others=(replace(elsewhere, taken_at=AT - minutes(40)),))) is None
    assert seen(replace(HONEST, others=(replace(elsewhere, place=stood(20_000, provider="hand")),))) is None


def test_a_second_photo_of_the_spot_hides_no_journey() -> None:
    again, elsewhere = Shot(AT - timedelta(seconds=5), stood(12)), Shot(AT - minutes(5), stood(20_000))
    assert seen(replace(HONEST, others=(again, elsewhere))) == "too_fast"


def test_two_bad_positions_of_one_place_are_no_journey() -> None:
    assert seen(replace(HONEST, others=(Shot(AT - minutes(1), stood(1500, accuracy_m=1200)),))) is None


def test_a_position_that_never_trembles_is_pointed_out() -> None:
    still = tuple(Shot(AT - minutes(n), stood(12, accuracy_m=8.0 + n)) for n in (4, 11))
    assert seen(replace(HONEST, others=still)) == "frozen"
    assert seen(replace(HONEST, others=still[:1])) is None
    assert seen(replace(HONEST, others=tuple(Shot(AT - minutes(n), stood(12)) for n in (1, 2)))) is None
    trembling = tuple(Shot(AT - minutes(n), stood(12 + n / 10)) for n in (4, 11))
    assert seen(replace(HONEST, others=trembling)) is None


def test_one_error_at_six_places_is_pointed_out() -> None:
    assert seen(toured([placed(*it) for it in UNEVEN])) == "steady"
    assert seen(toured([placed(*it) for it in UNEVEN[:5]])) is None
    assert seen(toured([placed(*it) for it in UNEVEN], minutes(3))) is None
    assert seen(toured([placed(*it, accuracy_m=8.0 + (n == 4)) for n, it in enumerate(UNEVEN)])) is None


@pytest.mark.parametrize("accuracy_m", [0, 5, 10, 65])
def test_an_iphone_s_steps_and_an_error_that_nobody_told_show_nothing(accuracy_m: float) -> None:
    assert seen(toured([placed(*it, accuracy_m=accuracy_m) for it in UNEVEN])) is None


def test_repeated_fixes_are_one_place() -> None:
    assert seen(toured([placed(*it) for it in UNEVEN[:3] for _ in range(2)])) is None


def test_places_on_a_ruler_s_line_are_pointed_out() -> None:
    varied = [placed(30.0 * n, 20.0 * n, accuracy_m=6.0 + n) for n in range(6)]
    assert seen(toured(varied)) == "straight"
    assert seen(toured(varied[:5])) is None
    assert seen(toured([*varied[:4], placed(121.5, 79.0), varied[5]])) is None
    assert seen(toured([placed(3.0 * n, 2.0 * n, accuracy_m=6.0 + n) for n in range(6)])) is None


def test_coordinates_of_few_decimals_are_pointed_out_where_three_are_so() -> None:
    typed = [Claimed(Position(119.51, 29.546 + n / 10_000), 6.0 + n, "geolocation") for n in range(3)]
    assert seen(toured(typed)) == "typed"
    assert seen(toured(typed[:2])) is None
    assert seen(toured([stood(12.3), *typed])) is None
