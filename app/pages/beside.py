"""Before beside after (前后两张的关系): how far apart in place and time, which way, and whether from the same angle; hints only."""

from dataclasses import dataclass
from datetime import timedelta
from math import atan2, cos, degrees, radians

from app.domain.evidence import PhotoRole
from app.domain.place import Position, metres_between
from app.models import Evidence, Finding, PhotoClaim
from app.pages.parts import t
from app.queries.alike import likeness_between

MANY, SOME = 40, 10  # features in one homography
SIDES = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True)
class Beside:
    """`matrix` lays the first picture over the second, where enough of it is the same."""

    says: str
    matrix: list[float] | None


def beside_of(finding: Finding, answer: Evidence) -> Beside | None:
    """Of the first picture before and the first after."""
    before = next((photo for photo in finding.photos if photo.role == PhotoRole.BEFORE), None)
    after = next((photo for photo in answer.photos if photo.role == PhotoRole.AFTER), None)
    if before is None or after is None:
        return None
    like = likeness_between(after, before)
    fits = like.fits if like else None
    parts = [*_apart(before.claim, after.claim), t(_angle(fits))]
    usable = like is not None and like.later == after.sha256 and like.fits >= SOME
    return Beside(t("d.reviews.between").join(parts), like.matrix if like and usable else None)


def _angle(fits: int | None) -> str:
    if fits is None:
        return "d.reviews.angle.unknown"
    return f"d.reviews.angle.{'near' if fits >= MANY else 'some' if fits >= SOME else 'none'}"


def _apart(before: PhotoClaim | None, after: PhotoClaim | None) -> list[str]:
    """By the phones' word: time always, place where both had one."""
    if before is None or after is None:
        return []
    said = [_time(after.taken_at - before.taken_at)]
    here, there = _position(before), _position(after)
    if here and there:
        metres = round(metres_between(here, there))
        side = t(f"d.side.{SIDES[round(_bearing(here, there) / 45) % 8]}")
        said.append(t("d.reviews.moved", m=metres, side=side) if metres else t("d.reviews.not_moved"))
    return said


def _time(gap: timedelta) -> str:
    if gap < timedelta(0):
        return t("d.reviews.earlier")
    if gap < timedelta(hours=48):
        return t("d.reviews.hours_later", n=round(gap / timedelta(hours=1)))
    return t("d.reviews.days_later", n=round(gap / timedelta(days=1)))


def _position(claim: PhotoClaim) -> Position | None:
    told = claim.position
    return Position(float(told["lon"]), float(told["lat"])) if told else None


def _bearing(here: Position, there: Position) -> float:
    """Degrees clockwise from north, over so short a way as between two photos of one point."""
    east = (there.lon - here.lon) * cos(radians((here.lat + there.lat) / 2))
    return degrees(atan2(east, there.lat - here.lat)) % 360
