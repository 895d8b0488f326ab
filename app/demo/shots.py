"""Shots (照片): what a phone has taken of a point, ready to be declared and brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.demo.phone import nonce_seen
from app.demo.places import place_of, position_of, stood_at
from app.demo.script import Point, points
from app.demo.stage import Stage
from app.domain.evidence import PhotoRole

# Where the drawn street has what is wrong: an arrow from the free sky down to it.
MARKED = [{"kind": "arrow", "from": [0.72, 0.34], "to": [0.5, 0.62]}]
ARROWED = {"府前街一处沉陷，车过颠簸", "北门街垃圾亭周边有散落"}


@dataclass(frozen=True)
class Shot:
    """A photo on the phone: how it is declared, and what is brought."""

    declared: dict[str, Any]
    content: bytes
    small: Mapping[int, bytes]


def photo(stage: Stage, point: Point, role: PhotoRole, slot: int, taken_at: datetime) -> Shot:
    number = points().index(point)
    fixed = role in {PhotoRole.AFTER, PhotoRole.ONSITE_AFTER}
    content, small = stage.album.shot(point.dimension, number, taken_at, fixed=fixed)
    position = stood_at(point) if role == PhotoRole.AFTER else place_of(point)
    said = {"slot": slot, "role": role.value, "position": position, "direction": float(number * 37 % 360)}
    marks = {"marks": MARKED} if point.note in ARROWED and not fixed else {}
    return _shot(content, small, taken_at, {**said, **marks})


def photo_of(stage: Stage, town: str, dimension: str, role: PhotoRole, taken_at: datetime) -> Shot:
    """Of nothing wrong, somewhere in that town."""
    content, small = stage.album.shot(dimension, taken_at.day, taken_at, fixed=True)
    return _shot(content, small, taken_at, {"slot": 0, "role": role.value, "position": position_of(town)})


def _shot(content: bytes, small: Mapping[int, bytes], taken_at: datetime, said: dict[str, Any]) -> Shot:
    digest = sha256(content).hexdigest()
    declared = {
        **said,
        "sha256": digest,
        "taken_at": taken_at.isoformat(),
        "source": "camera",
        "original_sha256": digest,
        "original_bytes": len(content),
        "exif": {"Make": "Xunzhen demo", "sample": True},
        "server_nonce": nonce_seen(taken_at),
    }
    return Shot(declared, content, small)
