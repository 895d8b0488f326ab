"""Mask (遮盖): boxes over what nobody is to see of a photo, in what is published or (隐去) anywhere; in parts of the upright picture."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import isfinite

from app.domain.people import Role
from app.domain.problems import Problem

MOST = 40
LEAST = 0.002  # of the picture's width or height: less is a slip of the hand
SLIP = 1e-6  # what two figures of one decimal may differ by
PLACES = 5  # of a share: finer than a pixel of the largest picture there is


class Reach(StrEnum):
    PUBLISHED = "published"  # 公开时: whoever sees the case still sees the picture
    EVERYWHERE = "everywhere"  # 隐去: nobody is shown the picture without it


class Which(StrEnum):
    """The two originals of a photo."""

    SENT = "sent"  # the bytes the phone sent, which everything shown is made of
    UNTOUCHED = "untouched"  # the camera's own file


OPENED = (
    *(it.value for it in Which),
    "pack",
    "track",
    "second_review",  # by who is to look without knowing: the point's own page, which tells the first decision
)  # of what is written down, what a person should be able to look up


@dataclass(frozen=True)
class Box:
    """Left, top, width and height, each from 0 to 1."""

    x: float
    y: float
    w: float
    h: float

    def stored(self) -> dict[str, float]:
        return asdict(self)


def boxes_of(stored: Sequence[Mapping[str, float]]) -> tuple[Box, ...]:
    return tuple(Box(it["x"], it["y"], it["w"], it["h"]) for it in stored)


def checked(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Each wholly in the picture and large enough to be meant; rounded as they are kept."""
    if len(boxes) > MOST:
        raise Problem("mask_too_many", most=MOST)
    for n, it in enumerate(boxes, 1):
        if not _is_sound(it):
            raise Problem("mask_box", n=n)
    return tuple(_rounded(it) for it in boxes)


def _is_sound(it: Box) -> bool:
    if not all(isfinite(number) for number in (it.x, it.y, it.w, it.h)):
        return False
    inside = it.x >= 0 and it.y >= 0 and it.x + it.w <= 1 + SLIP and it.y + it.h <= 1 + SLIP
    return inside and it.w >= LEAST and it.h >= LEAST


def _rounded(it: Box) -> Box:
    x, y = round(it.x, PLACES), round(it.y, PLACES)
    return Box(x, y, round(min(it.w, 1 - x), PLACES), round(min(it.h, 1 - y), PLACES))


def check_reason(why: str, was: Reach | None, now: Reach | None) -> None:
    """Who hides a picture from everybody says why, and who shows it again; None: nothing is hidden."""
    if Reach.EVERYWHERE in {was, now} and not why:
        raise Problem("mask_reason")


def check_opening(role: Role, why: str, *, released: bool, sealed: bool) -> None:
    """The office opens an original, of a sealed one it says why; a member of the round as long as it is not released."""
    if role is Role.SUPERVISOR:
        if sealed and not why:
            raise Problem("original_reason")
        return
    if sealed or released or role is not Role.INSPECTOR:
        raise Problem("original_not_yours")
