"""Tracks (路线): length, stays, and what thinning leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.track import Fix, figures_of, thinned

AT = datetime(2026, 11, 12, 2, tzinfo=UTC)
NORTH = 1 / 110_850  # degrees for a metre there, near enough


def fix(minute: float, metres: float) -> Fix:
    """So far north of 梅城镇, that long after the start."""
    return Fix(AT + timedelta(minutes=minute), 119.4991, 29.5429 + metres * NORTH, 8.0)


def test_a_walk_of_a_kilometre_is_a_kilometre_without_a_stay() -> None:
    said = figures_of([fix(minute, 100 * minute) for minute in range(11)])
    assert (said.length_m, said.stays, said.stayed) == (1000, 0, timedelta())


def test_five_minutes_in_one_place_are_a_stay_and_four_are_not() -> None:
    four = [fix(0, 0), fix(4, 20), fix(5, 200), fix(9, 220), fix(10, 400)]
    five = [fix(0, 0), fix(5, 20), fix(6, 200), fix(12, 220), fix(13, 400)]
    assert figures_of(four).stays == 0
    assert (figures_of(five).stays, figures_of(five).stayed) == (2, timedelta(minutes=11))


def test_a_single_point_is_a_track_without_length() -> None:
    assert figures_of([fix(0, 0)]).length_m == 0


def test_thinning_keeps_the_first_the_last_and_one_in_five_minutes() -> None:
    track = [fix(minute / 2, 10 * minute) for minute in range(28)]
    left = thinned(track)
    assert [point.at - AT for point in left] == [timedelta(minutes=m) for m in (0, 5, 10, 13.5)]
    assert thinned(left) == left


def test_nothing_thinned_is_nothing() -> None:
    assert thinned([]) == []
