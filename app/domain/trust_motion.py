"""Motion (行程): what one person's photos say together; a measured position trembles, and nobody flies.

Each rule says only what is seen in the numbers. Phones send whole metres of error and six decimals of a degree.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import NamedTuple

from app.domain.place import Position, metres_between
from app.domain.trust_facts import BY_HAND, Bounds, Known, Reason, Shot, doubt

SURE_TO = 6  # decimals a phone sends: two honest fixes are hardly ever equal to the last
FEW = 4  # decimals, eleven metres: an honest fix ends on two noughts, twice, once in ten thousand
STILL_FOR = timedelta(minutes=10)  # a browser may give the same position again for a moment
WALKED = 500.0  # metres; nearer than that a position's own error looks like speed
SERIES = 6  # places; three or four in a row, or with one error, happen by themselves
NEAREST = 9  # places before and after, so that one tour is looked at and not the whole day
STEADY_FOR = timedelta(minutes=20)
STEPS = {5, 10, 30, 35, 50, 65, 100, 165, 1414}  # metres an iPhone's error often stays at: no sign of anything
STRAIGHT = 0.5  # metres; the best phones are two or three off, and differently each time
STREET = 50.0  # metres; photos of one spot lie in no line
METRES_OF_DEGREE = 111_320


class Fix(NamedTuple):
    """One measured place, as a photo tells it."""

    at: datetime
    position: Position
    accuracy_m: float


def motion(known: Known, bounds: Bounds) -> Reason | None:
    """The first that is seen; one sentence is enough to look closer."""
    here, others = _measured(known.shot), [fix for shot in known.others if (fix := _measured(shot))]
    if here is None:
        return None
    asked = (rule(here, others, bounds) for rule in RULES)
    return next((reason for reason in asked if reason), None)


def digits(position: Position) -> tuple[float, float]:
    return round(position.lon, SURE_TO), round(position.lat, SURE_TO)


def _measured(shot: Shot) -> Fix | None:
    place = shot.place
    return Fix(shot.taken_at, place.position, place.accuracy_m) if place and place.provider != BY_HAND else None


def _frozen(here: Fix, others: list[Fix], _bounds: Bounds) -> Reason | None:
    """Three photos over ten minutes at one place to the last decimal: a measured position trembles by itself."""
    same = [here, *(it for it in others if digits(it.position) == digits(here.position))]
    return doubt("motion", "frozen", n=len(same)) if len(same) > 2 and _lasted(same) >= STILL_FOR else None


def _too_fast(here: Fix, others: list[Fix], bounds: Bounds) -> Reason | None:
    """Faster than anybody drives from any other photo; the nearest in time is often of the same spot."""
    for there in others:
        gone, hours = _gone(here, there), abs(here.at - there.at) / timedelta(hours=1)
        if gone > WALKED and gone / 1000 > hours * bounds.speed_kmh:
            return doubt("motion", "too_fast", km=round(gone / 1000, 1), minutes=round(hours * 60))
    return None


def _typed(here: Fix, others: list[Fix], _bounds: Bounds) -> Reason | None:
    """Three places of few decimals: a person types and copies such, no phone measures them."""
    few = {digits(it.position) for it in [here, *others] if _is_short(it.position)}
    return doubt("motion", "typed", n=len(few)) if _is_short(here.position) and len(few) > 2 else None


def _steady(here: Fix, others: list[Fix], _bounds: Bounds) -> Reason | None:
    """One error at place after place: houses and trees change it, except in the few steps of an iPhone."""
    tour = _tour(here, others)
    if len(tour) < SERIES or {it.accuracy_m for it in tour} != {here.accuracy_m}:
        return None
    told = here.accuracy_m > 0 and here.accuracy_m not in STEPS
    return (
        doubt("motion", "steady", n=len(tour), m=round(here.accuracy_m))
        if told and _lasted(tour) >= STEADY_FOR
        else None
    )


def _straight(here: Fix, others: list[Fix], _bounds: Bounds) -> Reason | None:
    """Places that a ruler has drawn: even on a straight street one stands left and right, and the error differs."""
    tour = _tour(here, others)
    plane = [_metres(here.position, it.position) for it in tour]
    east, north = max(plane, key=lambda it: hypot(*it))
    length = hypot(east, north)
    if len(tour) < SERIES or length < STREET or any(abs(x * north - y * east) > STRAIGHT * length for x, y in plane):
        return None
    return doubt("motion", "straight", n=len(tour))


def _tour(here: Fix, others: list[Fix]) -> list[Fix]:
    """This photo and those around it, one for each place: a repeated fix tells nothing more."""
    places: dict[tuple[float, float], Fix] = {}
    for it in [here, *others]:
        places.setdefault(digits(it.position), it)
    return list(places.values())[: NEAREST + 1]


def _lasted(tour: list[Fix]) -> timedelta:
    times = [it.at for it in tour]
    return max(times) - min(times)


def _gone(here: Fix, there: Fix) -> float:
    """At least so far apart, with both errors taken off."""
    return metres_between(here.position, there.position) - here.accuracy_m - there.accuracy_m


def _is_short(position: Position) -> bool:
    return digits(position) == (round(position.lon, FEW), round(position.lat, FEW))


def _metres(here: Position, there: Position) -> tuple[float, float]:
    """East and north of here; flat, for one town."""
    north = METRES_OF_DEGREE
    return (there.lon - here.lon) * north * cos(radians(here.lat)), (there.lat - here.lat) * north


RULES: tuple[Callable[[Fix, list[Fix], Bounds], Reason | None], ...] = (_frozen, _too_fast, _typed, _steady, _straight)
