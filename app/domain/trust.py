"""Trust (可信程度): what can be said of one photo from what its phone, its file and the server tell; never a verdict.

Nothing here proves that a photo is honest, and nothing is refused for it: a person reads the reasons and decides.
Thresholds are settings of a region, 默认方案 (`Bounds`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from app.domain.evidence import PhotoSource
from app.domain.place import Position, metres_between

BY_HAND = "hand"
SURE_TO = 6  # decimals a phone sends: two honest fixes are hardly ever equal to the last
STILL_FOR = timedelta(minutes=10)  # a browser may give the same position again for a moment
WALKED = 500.0  # metres; nearer than that a position's own error looks like speed


class Trust(IntEnum):
    """How far a reason carries; a photo's level is that of its worst reason."""

    HOLDS = 0  # agrees with what the photo is said to be
    OPEN = 1  # cannot be checked
    DOUBT = 2  # contradicts it


@dataclass(frozen=True)
class Reason:
    """`name` is what was looked at, `says` what came out: together the key of a sentence; `params` are its numbers."""

    name: str
    says: str
    trust: Trust
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Bounds:
    """Where doubt begins."""

    far_m: float = 100.0
    accuracy_m: float = 100.0
    clock: timedelta = timedelta(minutes=5)
    speed_kmh: float = 150.0


@dataclass(frozen=True)
class Claimed:
    """A position as a phone or a file tells it; `accuracy_m` is the radius it gives itself."""

    position: Position
    accuracy_m: float = 0.0
    provider: str = ""


@dataclass(frozen=True)
class Shot:
    """One photo's time and place, by the phone's word."""

    taken_at: datetime
    place: Claimed | None


@dataclass(frozen=True)
class Known:
    """All that is known of a photo. Times are aware; None where nobody told.

    `not_before`: the newest answer of the server that the phone had seen when it took the photo, by the app's word;
    `received_at`: from then on the server knew its hash; `found_at`: when the point was recorded that it answers;
    `others`: photos of the same person, the nearest in time first; `file_time`, `file_position`: EXIF of the file.
    """

    shot: Shot
    source: PhotoSource
    received_at: datetime
    not_before: datetime | None = None
    found_at: datetime | None = None
    spot: Position | None = None
    others: tuple[Shot, ...] = ()
    file_time: datetime | None = None
    file_position: Position | None = None
    editor: str | None = None
    machine_made: bool = False


def reasons_of(known: Known, bounds: Bounds) -> tuple[Reason, ...]:
    """Every reason, in the order a reviewer reads them."""
    asked = (rule(known, bounds) for rule in RULES)
    return tuple(reason for reason in asked if reason is not None)


def level_of(reasons: tuple[Reason, ...]) -> Trust:
    return max((reason.trust for reason in reasons), default=Trust.OPEN)


def _source(known: Known, _bounds: Bounds) -> Reason:
    seen = known.source == PhotoSource.CAMERA
    return Reason("source", known.source, Trust.HOLDS if seen else Trust.OPEN)


def _time(known: Known, bounds: Bounds) -> Reason:
    taken, slack = known.shot.taken_at, bounds.clock
    if taken > known.received_at + slack:
        return _doubt("time", "ahead", minutes=_minutes(taken - known.received_at))
    if known.found_at and taken < known.found_at - slack:
        return _doubt("time", "before_found", found_at=known.found_at)
    if known.source != PhotoSource.CAMERA:
        return Reason("time", "of_file", Trust.OPEN, {"taken_at": taken})
    if known.file_time and abs(known.file_time - taken) > slack:
        return _doubt("time", "file_differs", minutes=_minutes(abs(known.file_time - taken)))
    return _between(known, slack)


def _between(known: Known, slack: timedelta) -> Reason:
    """The sandwich (时间夹逼): after an answer that the phone had seen, before the server knew the hash."""
    taken, since = known.shot.taken_at, known.not_before
    if since is None:
        return Reason("time", "phone_only", Trust.OPEN, {"taken_at": taken})
    if taken < since - slack:
        return _doubt("time", "behind", minutes=_minutes(since - taken))
    return Reason("time", "between", Trust.HOLDS, {"since": since, "until": known.received_at})


def _place(known: Known, bounds: Bounds) -> Reason:
    place = known.shot.place
    if place is None or known.spot is None:
        return Reason("place", "unknown", Trust.OPEN)
    away = metres_between(place.position, known.spot)
    told = {"m": round(away), "accuracy": round(place.accuracy_m)}
    if place.provider == BY_HAND:
        return Reason("place", "by_hand", Trust.OPEN, told)
    if known.file_position and (apart := metres_between(place.position, known.file_position)) > _together(
        place, bounds
    ):
        return _doubt("place", "file_differs", m=round(apart))
    return _distance(away, place, bounds, told)


def _distance(away: float, place: Claimed, bounds: Bounds, told: Mapping[str, object]) -> Reason:
    if away > bounds.far_m + place.accuracy_m:
        return _doubt("place", "far", **told)
    if place.accuracy_m > bounds.accuracy_m:
        return Reason("place", "poor", Trust.OPEN, told)
    if away > bounds.far_m:
        return Reason("place", "unsure", Trust.OPEN, told)
    return Reason("place", "near", Trust.HOLDS, told)


def _together(place: Claimed, bounds: Bounds) -> float:
    """How far two positions of one moment may lie apart: a camera app often writes its last place, not this one."""
    return 3 * bounds.far_m + place.accuracy_m


def _motion(known: Known, bounds: Bounds) -> Reason | None:
    """Faster than anybody drives between two photos, or a position that never trembles."""
    others = [shot for shot in known.others if shot.place and shot.place.provider != BY_HAND]
    here = known.shot.place
    if here is None or here.provider == BY_HAND or not others:
        return None
    if _frozen(known.shot, here, others):
        return _doubt("motion", "frozen", n=len(others) + 1)
    nearest = others[0]
    gone = _gone(here, nearest.place)
    hours = abs(known.shot.taken_at - nearest.taken_at) / timedelta(hours=1)
    if gone > WALKED and gone / 1000 > hours * bounds.speed_kmh:
        return _doubt("motion", "too_fast", km=round(gone / 1000, 1), minutes=round(hours * 60))
    return None


def _gone(here: Claimed, there: Claimed | None) -> float:
    """At least so far apart, with both errors taken off."""
    return metres_between(here.position, there.position) - here.accuracy_m - there.accuracy_m if there else 0.0


def _frozen(shot: Shot, here: Claimed, others: list[Shot]) -> bool:
    """Three photos over ten minutes at one place to the last decimal: a measured position trembles by itself."""
    same = [it for it in others if it.place and _digits(it.place) == _digits(here)]
    times = [shot.taken_at, *(it.taken_at for it in same)]
    return len(same) >= 2 and max(times) - min(times) >= STILL_FOR


def _digits(place: Claimed) -> tuple[float, float, float]:
    return round(place.position.lon, SURE_TO), round(place.position.lat, SURE_TO), place.accuracy_m


def _edited(known: Known, _bounds: Bounds) -> Reason | None:
    """Only what the file itself says; that it says nothing shows nothing."""
    if known.machine_made:
        return _doubt("edited", "machine")
    return _doubt("edited", "editor", name=known.editor) if known.editor else None


def _doubt(name: str, says: str, /, **params: object) -> Reason:
    return Reason(name, says, Trust.DOUBT, params)


def _minutes(gap: timedelta) -> int:
    return max(1, round(gap / timedelta(minutes=1)))


RULES: tuple[Callable[[Known, Bounds], Reason | None], ...] = (_source, _time, _place, _motion, _edited)
