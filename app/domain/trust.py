"""Trust (可信程度): what can be said of one photo from what its phone, its file and the server tell; never a verdict.

Nothing here proves that a photo is honest, and nothing is refused for it: a person reads the reasons and decides.
Thresholds are settings of a region, 默认方案 (`Bounds`).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from app.domain.evidence import PhotoSource
from app.domain.place import Position, metres_between
from app.domain.trust_facts import BY_HAND, Bounds, Claimed, Known, Reason, Trust, doubt
from app.domain.trust_motion import STILL_FOR, digits, motion


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
        return doubt("time", "ahead", minutes=_minutes(taken - known.received_at))
    if known.found_at and taken < known.found_at - slack:
        return doubt("time", "before_found", found_at=known.found_at)
    if known.source != PhotoSource.CAMERA:
        return Reason("time", "of_file", Trust.OPEN, {"taken_at": taken})
    if known.file_time and abs(known.file_time - taken) > slack:
        return doubt("time", "file_differs", minutes=_minutes(abs(known.file_time - taken)))
    return _between(known, slack)


def _between(known: Known, slack: timedelta) -> Reason:
    """The sandwich (时间夹逼): after an answer that the phone had seen, before the server knew the hash."""
    taken, since = known.shot.taken_at, known.not_before
    if since is None:
        return Reason("time", "phone_only", Trust.OPEN, {"taken_at": taken})
    if taken < since - slack:
        return doubt("time", "behind", minutes=_minutes(since - taken))
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
        return doubt("place", "file_differs", m=round(apart))
    if _is_copied(known, place.position, known.spot):
        return doubt("place", "exact")
    return _distance(away, place, bounds, told)


def _distance(away: float, place: Claimed, bounds: Bounds, told: Mapping[str, object]) -> Reason:
    if away > bounds.far_m + place.accuracy_m:
        return doubt("place", "far", **told)
    if place.accuracy_m > bounds.accuracy_m:
        return Reason("place", "poor", Trust.OPEN, told)
    if away > bounds.far_m:
        return Reason("place", "unsure", Trust.OPEN, told)
    return Reason("place", "near", Trust.HOLDS, told)


def _is_copied(known: Known, here: Position, spot: Position) -> bool:
    """Somebody else's measurement met to the last digit; the photos a point was found with made its place themselves."""
    later = known.found_at is not None and known.shot.taken_at - known.found_at > STILL_FOR
    return later and digits(here) == digits(spot)


def _together(place: Claimed, bounds: Bounds) -> float:
    """How far two positions of one moment may lie apart: a camera app often writes its last place, not this one."""
    return 3 * bounds.far_m + place.accuracy_m


def _edited(known: Known, _bounds: Bounds) -> Reason | None:
    """Only what the file itself says; that it says nothing shows nothing."""
    if known.machine_made:
        return doubt("edited", "machine")
    return doubt("edited", "editor", name=known.editor) if known.editor else None


def _minutes(gap: timedelta) -> int:
    return max(1, round(gap / timedelta(minutes=1)))


RULES: tuple[Callable[[Known, Bounds], Reason | None], ...] = (_source, _time, _place, motion, _edited)
