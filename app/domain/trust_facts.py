"""What is known of a photo (已知事实), and in which form a reason is said; nothing is concluded here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from app.domain.evidence import PhotoSource
from app.domain.place import Position

BY_HAND = "hand"


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


def doubt(name: str, says: str, /, **params: object) -> Reason:
    return Reason(name, says, Trust.DOUBT, params)
