"""Shots (照片): what a phone has taken of a point, ready to be declared and brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.demo.places import place_of
from app.demo.script import Point, points
from app.demo.stage import Stage
from app.domain.evidence import PhotoRole


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
    digest = sha256(content).hexdigest()
    declared = {
        "sha256": digest,
        "slot": slot,
        "role": role.value,
        "taken_at": taken_at.isoformat(),
        "position": place_of(point),
        "direction": float(number * 37 % 360),
        "source": "camera",
        "original_sha256": digest,
        "original_bytes": len(content),
        "exif": {"Make": "Xunzhen demo"},
    }
    return Shot(declared, content, small)
