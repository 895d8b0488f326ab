"""Marks (标注) at the desk: arrows as numbers become paths over the untouched picture; nothing of them is ever text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import atan2, cos, radians, sin
from typing import Any

from app.db import db
from app.domain.problems import Problem
from app.pictures.header import opened
from app.storage import photo_store

HEAD = 0.06  # of the longer edge
OPENS = radians(28)
SMALL = 320
STORE_AWAY = "the photo store is away"


@dataclass(frozen=True)
class Drawing:
    """Paths in a box as high and wide as the picture, so that it lies over it however that is fitted in."""

    box: str
    paths: list[str]
    word: str = "d.photo.marks"


class PictureNotThere(LookupError):
    """Its small copy is not made, or lost."""


def drawing_of(marks: Sequence[dict[str, Any]] | None, sha256: str) -> Drawing | None:
    """None where nothing is marked, there is no picture to lay it over, or nobody can say how large it is just now."""
    if not marks:
        return None
    if STORE_AWAY in db.session.info:
        return None
    try:
        width, height = size_of(sha256)
    except PictureNotThere:
        return None
    except Problem:
        db.session.info[STORE_AWAY] = True  # each try may take half a minute: the page's other pictures do not ask
        return None
    return Drawing(f"0 0 {width} {height}", [arrow(mark["from"], mark["to"], width, height) for mark in marks])


def arrow(start: Sequence[float], end: Sequence[float], width: int, height: int) -> str:
    """A line to its tip, and the two strokes of its head."""
    (x, y), (tip_x, tip_y) = (start[0] * width, start[1] * height), (end[0] * width, end[1] * height)
    turned, long = atan2(tip_y - y, tip_x - x), HEAD * max(width, height)
    wings = [(tip_x - long * cos(turned + by), tip_y - long * sin(turned + by)) for by in (OPENS, -OPENS)]
    (a_x, a_y), (b_x, b_y) = wings
    return f"M{x:.1f} {y:.1f}L{tip_x:.1f} {tip_y:.1f}M{a_x:.1f} {a_y:.1f}L{tip_x:.1f} {tip_y:.1f}L{b_x:.1f} {b_y:.1f}"


def outline_of(matrix: Sequence[float], sha256: str) -> Drawing | None:
    """Where the edges of an earlier picture lie in that later one; `matrix` as in `PhotoLikeness`."""
    try:
        width, height = size_of(sha256)
    except (PictureNotThere, Problem):
        return None
    corners = [_laid(matrix, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    path = "M" + "L".join(f"{x * width:.1f} {y * height:.1f}" for x, y in corners) + "Z"
    return Drawing(f"0 0 {width} {height}", [path], "d.twins.outline")


def _laid(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    across, down, depth = (matrix[row] * x + matrix[row + 1] * y + matrix[row + 2] for row in (0, 3, 6))
    return across / depth, down / depth


@lru_cache(maxsize=4096)
def size_of(sha256: str) -> tuple[int, int]:
    """Of the small upright copy, read from its header; it never changes."""
    content = photo_store().small(sha256, SMALL)
    if content is None:
        raise PictureNotThere(sha256)
    try:
        with opened(BytesIO(content)) as picture:
            return picture.width, picture.height
    except Problem as no_picture:
        raise PictureNotThere(sha256) from no_picture
