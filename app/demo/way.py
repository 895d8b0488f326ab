"""Way (走的路): along the streets of a town from one point to the next, as the phone of an inspector noted it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, cos, hypot, radians
from typing import Any

from app.demo.places import METRES_OF_DEGREE
from app.domain.place import Position

PACE = 70.0  # metres in a minute
EACH = timedelta(seconds=40)
LOOKING = timedelta(minutes=1)  # how often a phone that stands still tells where it is

Stop = tuple[datetime, Position]


def way(stops: list[Stop]) -> list[dict[str, Any]]:
    """Round corners, never across houses; from when it stands it tells so each minute."""
    told = [place for here, there in pairwise(stops) for place in _between(here, there)]
    return [_said(at, place, number) for number, (at, place) in enumerate([*told, stops[-1]])]


def _between(here: Stop, there: Stop) -> Iterator[Stop]:
    """Looks around where it is for as long as there is time, then goes: first along one street, then along the other."""
    at, arrives = here[0], there[0]
    steps = _steps(here[1], there[1])
    sets_out = max(at, arrives - len(steps) * EACH)
    while at < sets_out:
        yield at, here[1]
        at += LOOKING
    each = (arrives - sets_out) / (len(steps) + 1)
    for number, place in enumerate(steps, 1):
        yield sets_out + number * each, place


def _steps(here: Position, there: Position) -> list[Position]:
    corner = Position(there.lon, here.lat)
    return [place for leg in ((here, corner), (corner, there)) for place in _along(*leg)]


def _along(here: Position, there: Position) -> list[Position]:
    east = (there.lon - here.lon) * METRES_OF_DEGREE * cos(radians(here.lat))
    many = ceil(hypot(east, (there.lat - here.lat) * METRES_OF_DEGREE) / (PACE * EACH.total_seconds() / 60))
    return [
        Position(here.lon + (there.lon - here.lon) * n / many, here.lat + (there.lat - here.lat) * n / many)
        for n in range(1, many + 1)
    ]


def _said(at: datetime, place: Position, number: int) -> dict[str, Any]:
    """Nobody stands as still as that: each is off by a metre or two."""
    off = 1e-5 * (number * 7 % 5 - 2)
    accuracy = 4.0 + number % 7
    return {
        "at": at.isoformat(),
        "lon": round(place.lon + off, 6),
        "lat": round(place.lat - off, 6),
        "accuracy_m": accuracy,
    }
