"""Trust (可信程度): each reason at its border, the worst one gives the level, and nothing said claims more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.evidence import PhotoSource
from app.domain.place import Position
from app.domain.trust import level_of, reasons_of
from app.domain.trust_facts import Bounds, Claimed, Known, Shot, Trust

AT = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)
SPOT = Position(119.51, 29.546)
METRE = 1 / 111_320  # degrees of latitude


def stood(north_m: float = 0.0, accuracy_m: float = 8.0, provider: str = "geolocation") -> Claimed:
    return Claimed(Position(SPOT.lon, SPOT.lat + north_m * METRE), accuracy_m, provider)


HONEST = Known(
    shot=Shot(AT, stood(12)),
    source=PhotoSource.CAMERA,
    received_at=AT + timedelta(hours=3),
    not_before=AT - timedelta(hours=1),
    found_at=AT - timedelta(days=4),
    spot=SPOT,
)


def said(known: Known, bounds: Bounds | None = None) -> dict[str, tuple[str, Trust]]:
    return {reason.name: (reason.says, reason.trust) for reason in reasons_of(known, bounds or Bounds())}


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def test_an_ordinary_photo_agrees_with_all_that_is_known() -> None:
    told = {"source": ("camera", Trust.HOLDS), "time": ("between", Trust.HOLDS), "place": ("near", Trust.HOLDS)}
    assert said(HONEST) == told
    assert level_of(reasons_of(HONEST, Bounds())) is Trust.HOLDS


@pytest.mark.parametrize(
    ("changes", "says", "trust"),
    [
        ({"shot": Shot(AT + timedelta(hours=3) + minutes(6), stood())}, "ahead", Trust.DOUBT),
        ({"shot": Shot(AT + timedelta(hours=3) + minutes(4), stood())}, "between", Trust.HOLDS),
        ({"shot": Shot(AT - timedelta(hours=1) - minutes(6), stood())}, "behind", Trust.DOUBT),
        ({"shot": Shot(AT - timedelta(days=1100), stood())}, "before_found", Trust.DOUBT),
        ({"shot": Shot(AT + timedelta(days=730), stood())}, "ahead", Trust.DOUBT),
        ({"found_at": AT + minutes(6)}, "before_found", Trust.DOUBT),
        ({"file_time": AT - timedelta(days=30)}, "file_differs", Trust.DOUBT),
        ({"file_time": AT + minutes(4)}, "between", Trust.HOLDS),
        ({"not_before": None}, "phone_only", Trust.OPEN),
        ({"source": PhotoSource.GALLERY}, "of_file", Trust.OPEN),
    ],
)
def test_time(changes: dict[str, object], says: str, trust: Trust) -> None:
    assert said(replace(HONEST, **changes))["time"] == (says, trust)  # type: ignore[arg-type]  # a table of many kinds


@pytest.mark.parametrize(
    ("place", "says", "trust"),
    [
        (stood(99), "near", Trust.HOLDS),
        (stood(105), "unsure", Trust.OPEN),
        (stood(120), "far", Trust.DOUBT),
        (stood(120, accuracy_m=101), "poor", Trust.OPEN),
        (stood(5000, accuracy_m=101), "far", Trust.DOUBT),
        (stood(5000, provider="hand"), "by_hand", Trust.OPEN),
        (None, "unknown", Trust.OPEN),
    ],
)
def test_place(place: Claimed | None, says: str, trust: Trust) -> None:
    assert said(replace(HONEST, shot=Shot(AT, place)))["place"] == (says, trust)


def test_a_file_that_says_another_town_is_pointed_out_and_a_near_one_is_not() -> None:
    far, near = (Position(SPOT.lon, SPOT.lat + metres * METRE) for metres in (4000, 250))
    assert said(replace(HONEST, file_position=far))["place"] == ("file_differs", Trust.DOUBT)
    assert said(replace(HONEST, file_position=near))["place"] == ("near", Trust.HOLDS)


def test_an_answer_from_the_point_s_own_coordinates_is_pointed_out() -> None:
    copied = replace(HONEST, shot=Shot(AT, stood(0)))
    assert said(copied)["place"] == ("exact", Trust.DOUBT)
    assert said(replace(copied, shot=Shot(AT, stood(0.3))))["place"] == ("near", Trust.HOLDS)
    assert said(replace(copied, shot=Shot(AT, stood(0, provider="hand"))))["place"] == ("by_hand", Trust.OPEN)


def test_the_photos_that_a_point_was_found_with_stand_where_it_is() -> None:
    copied = replace(HONEST, shot=Shot(AT, stood(0)))
    assert said(replace(copied, found_at=None))["place"] == ("near", Trust.HOLDS)
    assert said(replace(copied, found_at=AT - minutes(9)))["place"] == ("near", Trust.HOLDS)


def test_only_what_the_file_says_itself_is_said_of_editing() -> None:
    assert "edited" not in said(HONEST)
    assert said(replace(HONEST, editor="Adobe Photoshop 26.0"))["edited"] == ("editor", Trust.DOUBT)
    assert said(replace(HONEST, machine_made=True))["edited"] == ("machine", Trust.DOUBT)


def test_thresholds_are_the_settings() -> None:
    wide = Bounds(far_m=500, clock=timedelta(hours=1))
    assert said(replace(HONEST, shot=Shot(AT, stood(400))), wide)["place"] == ("near", Trust.HOLDS)
    assert said(replace(HONEST, file_time=AT + minutes(59)), wide)["time"] == ("between", Trust.HOLDS)


def test_the_worst_reason_gives_the_level() -> None:
    assert level_of(reasons_of(replace(HONEST, source=PhotoSource.GALLERY), Bounds())) is Trust.OPEN
    assert level_of(reasons_of(replace(HONEST, source=PhotoSource.GALLERY, editor="GIMP"), Bounds())) is Trust.DOUBT
