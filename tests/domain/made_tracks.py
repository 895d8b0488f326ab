"""Made tracks (造出的路线): what a phone tells of the photos of one tour, honest ones with the errors that phones have.

A tour answers 6 to 14 photos of points in a small town, within 30 to 150 minutes, on foot. What it tells went through the
app as a real one does: six decimals, whole metres of error, provider `geolocation`, so nothing says whose phone it was.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import cos, exp, pi, radians, sin
from typing import NamedTuple

from app.domain.place import Position, metres_between
from app.domain.trust_facts import Claimed, Shot

AT = datetime(2026, 11, 12, 0, 30, tzinfo=UTC)
TOWNS = {
    "梅城镇": Position(119.4991, 29.5429),
    "三都镇": Position(119.5704, 29.5362),
    "大洋镇": Position(119.5088, 29.4425),
    "乾潭镇": Position(119.539, 29.6199),
}
DEGREE = 111_320  # metres
PACE = 70.0  # metres in a minute
APPLE = (5, 5, 5, 10, 10, 30, 35, 65)  # the steps an older iPhone knows
FLOOR = 3.79  # metres; below it some Androids never go


class Stop(NamedTuple):
    """Where the person truly stands and when, and where whoever found the point had measured it."""

    at: datetime
    stands: Position
    spot: Position


@dataclass(frozen=True)
class Photo:
    shot: Shot
    spot: Position


@dataclass(frozen=True)
class Track:
    kind: str
    photos: tuple[Photo, ...]


def moved(place: Position, east: float, north: float) -> Position:
    return Position(place.lon + east / (DEGREE * cos(radians(place.lat))), place.lat + north / DEGREE)


def told(stop: Stop, measured: Position | None, accuracy_m: float) -> Photo:
    """As the phone sends it (capture/position.ts)."""
    if measured is None:
        return Photo(Shot(stop.at, None), stop.spot)
    sent = Position(round(measured.lon, 6), round(measured.lat, 6))
    return Photo(Shot(stop.at, Claimed(sent, float(round(accuracy_m)), "geolocation")), stop.spot)


def tour(chance: random.Random) -> list[Stop]:
    """On foot from point to point, some of them along one straight street."""
    many, lasts = chance.randint(6, 14), chance.uniform(30, 150)
    here, street = chance.choice(list(TOWNS.values())), chance.uniform(0, 2 * pi)
    is_street, stops = chance.random() < 0.2, []
    for minute in sorted(chance.uniform(0, lasts) for _ in range(many)):
        since = minute - (stops[-1].at - AT) / timedelta(minutes=1) if stops else 5.0
        away, angle = min(PACE * since * chance.uniform(0.2, 0.9), 400), chance.uniform(0, 2 * pi)
        here = moved(here, away * sin(street if is_street else angle), away * cos(street if is_street else angle))
        beside = chance.gauss(0, 2.5)  # left or right of the street
        stands = moved(here, beside * cos(street), -beside * sin(street))
        stops.append(Stop(AT + timedelta(minutes=minute), stands, found(chance, stands)))
    return stops


def found(chance: random.Random, stands: Position) -> Position:
    """Where the inspector's phone had put the point, some days before."""
    there = moved(stands, chance.gauss(0, 8), chance.gauss(0, 8))
    return Position(round(there.lon, 6), round(there.lat, 6))


class Phone:
    """An honest receiver: its error drifts over minutes, and it says how large it thinks it is."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.is_apple = chance, chance.random() < 1 / 3
        self.usual, self.varies = chance.uniform(3.5, 14), chance.uniform(0.2, 0.5)
        self.has_floor, self.stays = chance.random() < 0.2, chance.uniform(0.5, 0.97)
        self.step = float(chance.choice(APPLE))
        self.drift, self.last = (chance.gauss(0, 1), chance.gauss(0, 1)), AT

    def measures(self, at: datetime, stands: Position) -> tuple[Position, float]:
        kept = exp(-((at - self.last) / timedelta(minutes=1)) / 8)
        self.last, fresh = at, (1 - kept * kept) ** 0.5
        self.drift = tuple(kept * it + fresh * self.chance.gauss(0, 1) for it in self.drift)  # type: ignore[assignment]  # two stay two
        accuracy = self._says()
        east, north = (accuracy * 0.6 * it + self.chance.gauss(0, 0.7) for it in self.drift)
        return moved(stands, east, north), accuracy

    def _says(self) -> float:
        if self.chance.random() < 0.08:
            return self.chance.uniform(30, 120)  # between walls
        if self.is_apple:
            self.step = self.step if self.chance.random() < self.stays else float(self.chance.choice(APPLE))
            return self.step
        floored = self.has_floor and self.chance.random() < 0.6
        return FLOOR if floored else max(FLOOR, self.usual * exp(self.chance.gauss(0, self.varies)))


def honest(chance: random.Random) -> Track:
    phone, stops = Phone(chance), tour(chance)
    if chance.random() < 0.15:
        stops = driven(chance, stops)
    silence = chance.choice((0, 0, 0, 0, 0, 0, 0, 0.3, 0.3, 1))  # how often there is no position
    photos: list[Photo] = []
    for stop in stops:
        measured, accuracy = phone.measures(stop.at, stop.stands)
        photos.append(told(stop, None if chance.random() < silence else measured, accuracy))
        if chance.random() < 0.3:  # one more of the spot, with the fix that the browser still holds
            again = photos[-1].shot
            photos.append(
                replace(photos[-1], shot=replace(again, taken_at=stop.at + timedelta(seconds=chance.uniform(2, 9))))
            )
    return Track("honest", tuple(photos[:14]))


def driven(chance: random.Random, stops: list[Stop]) -> list[Stop]:
    """The second half in another town, as long after as the car takes."""
    half, there = len(stops) // 2, chance.choice(list(TOWNS.values()))
    first = stops[half].stands
    later = timedelta(hours=metres_between(first, there) / 1000 / chance.uniform(60, 90))
    return [*stops[:half], *(elsewhere(stop, first, there, later) for stop in stops[half:])]


def elsewhere(stop: Stop, first: Position, there: Position, later: timedelta) -> Stop:
    east, north = there.lon - first.lon, there.lat - first.lat
    stands, spot = (Position(it.lon + east, it.lat + north) for it in (stop.stands, stop.spot))
    return Stop(stop.at + later, stands, spot)


def teleport(chance: random.Random) -> Track:
    """From a desk: points of two towns, one town's after the other's or in turns, minutes apart; all else is well made."""
    phone, stops, at = Phone(chance), tour(chance), AT
    there, in_turns = chance.choice(list(TOWNS.values())), chance.random() < 0.5
    half, first, made = len(stops) // 2, stops[0].stands, []
    while metres_between(there, first) < 4000:
        there = chance.choice(list(TOWNS.values()))
    for number, stop in enumerate(stops):
        at += timedelta(minutes=chance.uniform(0.3, 4))
        is_there = number % 2 == 1 if in_turns else number >= half
        put = (elsewhere(stop, first, there, timedelta(0)) if is_there else stop)._replace(at=at)
        made.append(told(put, *phone.measures(at, put.stands)))
    return Track("teleport", tuple(made))


def steady(chance: random.Random) -> Track:
    """The position wanders as it should, the error was set once."""
    says, sigma = chance.uniform(3, 25), chance.uniform(1, 8)
    return Track(
        "steady",
        tuple(told(it, moved(it.stands, chance.gauss(0, sigma), chance.gauss(0, sigma)), says) for it in tour(chance)),
    )


def repeats(chance: random.Random) -> Track:
    """One or two positions for all points round about, over half an hour and more; the error is one, or drawn anew."""
    stops, varies = tour(chance), chance.random() < 0.5
    put = [
        moved(stops[0].stands, chance.uniform(-40, 40), chance.uniform(-40, 40)) for _ in range(chance.randint(1, 2))
    ]
    says, made = chance.uniform(3, 25), []
    for stop in stops:
        place = chance.choice(put)
        near = stop._replace(spot=found(chance, place))
        made.append(told(near, place, chance.uniform(3, 25) if varies else says))
    return Track("repeats", tuple(made))


def unshaken(chance: random.Random) -> Track:
    """No error at all: the point's own place, a ruler's line in equal steps, or typed with few decimals."""
    stops = chance.choice((copied, ruled, typed))(chance, tour(chance))
    return Track("unshaken", tuple(told(stop, stop.stands, chance.uniform(3, 25)) for stop in stops))


def copied(_chance: random.Random, stops: list[Stop]) -> list[Stop]:
    return [stop._replace(stands=stop.spot) for stop in stops]


def ruled(chance: random.Random, stops: list[Stop]) -> list[Stop]:
    """Past points that lie beside the line."""
    step, angle, first = chance.uniform(20, 150), chance.uniform(0, 2 * pi), stops[0].stands
    line = (moved(first, n * step * sin(angle), n * step * cos(angle)) for n in range(len(stops)))
    return [Stop(stop.at, place, found(chance, place)) for stop, place in zip(stops, line, strict=True)]


def typed(chance: random.Random, stops: list[Stop]) -> list[Stop]:
    decimals = chance.choice((3, 4, 4, 5))
    return [
        it._replace(stands=Position(round(it.stands.lon, decimals), round(it.stands.lat, decimals))) for it in stops
    ]


SPOOFED = (teleport, steady, repeats, unshaken)


def two_hundred(seed: int) -> list[Track]:
    """A hundred honest ones, then twenty-five of each kind."""
    chance = random.Random(seed)  # noqa: S311 (to be drawn again)
    return [honest(chance) for _ in range(100)] + [make(chance) for make in SPOOFED for _ in range(25)]
