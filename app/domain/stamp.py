"""Stamp (水印): what stands on a copy of a photo, and the code (验真码) that a public page answers to; nobody's name is on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from hmac import new
from itertools import pairwise
from unicodedata import normalize

from app.domain.calendar import SHANGHAI
from app.domain.evidence import PhotoSource
from app.domain.trust_facts import BY_HAND, Claimed, Reason

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
MISREAD = str.maketrans("OIL", "011", "-–—−·")
CODE_LENGTH = 14  # 70 bits
GROUPS = (0, 4, 8, 12, CODE_LENGTH)


class TimeSays(StrEnum):
    """Where the time on the stamp comes from."""

    CHECKED = "checked"  # the phone's, and it agrees with what the server knew before and after
    PHONE = "phone"
    FILE = "file"


@dataclass(frozen=True)
class Line:
    """A sentence of the catalogue and its parameters."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Stamped:
    """What a stamp is made from; `town` with its county's name before it, `unit` of whoever took the photo."""

    role: str
    taken_at: datetime
    time_says: TimeSays
    place: Claimed | None
    town: str
    unit: str
    code: str


def lines_of(it: Stamped) -> tuple[Line, ...]:
    """At most five: kind, time, place, coordinates, unit with code."""
    time = Line(f"w.stamp.time.{it.time_says}", {"at": printed_time(it.taken_at)})
    unit = Line("w.stamp.unit", {"unit": it.unit, "code": grouped(it.code)})
    return (Line("w.stamp.kind", {"role": f"photo.{it.role}"}), time, *_where(it.town, it.place), unit)


def _where(town: str, place: Claimed | None) -> tuple[Line, ...]:
    if place is None:
        return (Line("w.stamp.place.none", {"town": town}),)
    by_hand = place.provider == BY_HAND
    how = "hand" if by_hand else "measured" if place.accuracy_m > 0 else "vague"
    told = {"town": town} if how != "measured" else {"town": town, "m": max(1, round(place.accuracy_m))}
    at = place.position
    degrees = {"lon": f"{at.lon:.6f}", "lat": f"{at.lat:.6f}"}
    return Line(f"w.stamp.place.{how}", told), Line("w.stamp.coordinates", degrees)


def time_says(reason: Reason | None, source: str) -> TimeSays:
    """Checked only where nothing but agreement came out; a file's time is nobody's clock."""
    if source != PhotoSource.CAMERA:
        return TimeSays.FILE
    agrees = reason is not None and (reason.name, reason.says) == ("time", "between")
    return TimeSays.CHECKED if agrees else TimeSays.PHONE


def printed_time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def code_of(secret: str, photo_id: object, sha256_: str, taken_at: datetime, place: Claimed | None) -> str:
    """Of this photo at this time and place and no other; without the secret nobody makes one."""
    where = f"{place.position.lon:.7f},{place.position.lat:.7f}" if place else ""
    told = "\n".join(("stamp", sha256_, str(round(taken_at.timestamp())), where, str(photo_id)))
    number = int.from_bytes(new(secret.encode(), told.encode(), sha256).digest(), "big") >> (256 - 5 * CODE_LENGTH)
    return "".join(LETTERS[number >> 5 * turn & 31] for turn in reversed(range(CODE_LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[start:end] for start, end in pairwise(GROUPS))


def read_code(text: str) -> str | None:
    """As people write it: small letters, blanks, full width, O for 0, I or L for 1."""
    code = "".join(normalize("NFKC", text[:80]).upper().translate(MISREAD).split())
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None
