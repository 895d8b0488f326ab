"""Track (路线): the way an inspector's phone went during a visit; how long, where it stayed, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.domain.place import Position, metres_between

MOST_POINTS = 2_000
MOST_AHEAD = timedelta(days=1)  # of the server's time; a phone whose clock is farther off is not believed
STAY_WITHIN = 50.0  # metres
STAY_FOR = timedelta(minutes=5)
THINNED_TO = timedelta(minutes=5)
THIN_DAYS, DELETE_DAYS = "track_thin_days", "track_delete_days"  # settings of a region
DEFAULT_DAYS = {THIN_DAYS: "90", DELETE_DAYS: "365"}


@dataclass(frozen=True)
class Fix:
    """Where the phone said it was, WGS-84, and how well it knew."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float

    @property
    def position(self) -> Position:
        return Position(self.lon, self.lat)


@dataclass(frozen=True)
class Figures:
    """What is said of a track; taken from all of its points, before any is dropped."""

    length_m: int
    stays: int
    stayed: timedelta


def figures_of(track: Sequence[Fix]) -> Figures:
    stays = stays_of(track)
    metres = sum(metres_between(here.position, there.position) for here, there in pairwise(track))
    return Figures(round(metres), len(stays), sum(stays, timedelta()))


def stays_of(track: Sequence[Fix]) -> list[timedelta]:
    """How long each stay was: five minutes and more without leaving the surroundings of its first point."""
    stays, first = [], 0
    while first < len(track):
        last = first
        while last + 1 < len(track) and _is_near(track[first], track[last + 1]):
            last += 1
        if (stayed := track[last].at - track[first].at) >= STAY_FOR:
            stays.append(stayed)
        first = last + 1
    return stays


def _is_near(here: Fix, there: Fix) -> bool:
    return metres_between(here.position, there.position) <= STAY_WITHIN


def thinned(track: Sequence[Fix]) -> list[Fix]:
    """About one point every five minutes; where it began stays, and where it ended."""
    kept: list[Fix] = []
    for fix in track:
        if not kept or fix.at - kept[-1].at >= THINNED_TO:
            kept.append(fix)
    if track and kept[-1] is not track[-1]:
        kept.append(track[-1])
    return kept
