"""A photo with something to hide (要遮的照片): its upper left quarter is red, and nothing else is; so red tells of what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from app.actions.mask import Masking, mask
from app.db import db, now
from app.domain.mask import Box, Reach
from app.domain.people import SYSTEM
from app.models import Photo
from app.pictures.cover import INK
from app.queries.by_id import one
from app.queries.masks import newest_mask
from tests.desk import Desk
from tests.stamped import Printed
from workers.stamp import stamp

RED_QUARTER = Box(0, 0, 0.5, 0.5)
IN_IT, BESIDE = (0.25, 0.25), (0.75, 0.25)
TINY = 32


def has_red(content: bytes) -> bool:
    """Anywhere in the picture, however small that is."""
    picture = Image.open(BytesIO(content)).convert("RGB")
    return any(red > 150 and green < 90 and blue < 90 for red, green, blue in _pixels(picture))


def _pixels(picture: Image.Image) -> list[tuple[int, int, int]]:
    small = picture.resize((TINY * 8, TINY * 8), Image.Resampling.NEAREST)
    raw = small.tobytes()
    return [(raw[at], raw[at + 1], raw[at + 2]) for at in range(0, len(raw), 3)]


def colour_at(content: bytes, spot: tuple[float, float]) -> tuple[int, int, int]:
    picture = Image.open(BytesIO(content)).convert("RGB")
    pixel = picture.getpixel((int(spot[0] * picture.width), int(spot[1] * picture.height)))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]


def is_covered(content: bytes, spot: tuple[float, float] = IN_IT) -> bool:
    """In our one colour, as near as a lossy format gives it."""
    return all(abs(a - b) <= 6 for a, b in zip(colour_at(content, spot), INK, strict=True))


def cover(it: Printed, reach: Reach = Reach.PUBLISHED, *boxes: Box, login: str = "supervisor") -> None:
    """By the office, over the red quarter unless other boxes are given."""
    covered(it, reach, boxes or (RED_QUARTER,), login)


def uncover(it: Printed) -> None:
    covered(it, Reach.PUBLISHED, (), "supervisor")


def covered(it: Printed, reach: Reach, boxes: tuple[Box, ...], login: str) -> None:
    with it.look(it.world.viewers[login]):
        photo = one(Photo, it.photo_id)
        newest = newest_mask(photo)
        seen = newest.n if newest else 0
        mask(photo, Masking(boxes, reach, "路人要求", seen), it.world.viewers[login], now())
        db.session.commit()


def restamp(it: Printed) -> None:
    """What the worker does when it is rung."""
    with it.look(SYSTEM):
        stamp(str(it.world.towns["梅城镇"]), now())
        db.session.commit()


def form(desk: Desk, photo_id: UUID, *rows: tuple[str, str, str, str], **fields: str) -> dict[str, Any]:
    """As the browser sends the page's form with these rows."""
    page = desk.open(f"/photos/{photo_id}/mask").form_to(f"/photos/{photo_id}/mask")
    guards = {name: page.fields[name][0] for name in ("csrf_token", "op_id", "version")}
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("x", "y", "w", "h"))}
    return {**guards, "reach": "published", "why": "", **columns, **fields}


Sent = Callable[..., Any]
