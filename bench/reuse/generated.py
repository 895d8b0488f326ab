"""Generated (生成照片): streets drawn in space and photographed several times, for a column apart from the real one.

An honest pair is one street twice: by a hand that came back to nearly the same spot (5–30 cm, up to 3 degrees off) or from
another angle (0.3–1.5 m, up to 12 degrees), at another hour (light, colour, where it comes from), with bins and crates
moved and other noise. Perspective, parallax and what hides what are exact; surfaces are not a real street's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.reuse.collection import Original, Pair, Picture, jpeg
from bench.reuse.scenery import Board, Chance, Vector, street

WIDE, HIGH, FOCAL = 1440, 1080, 1125  # drawn so large, then made a third smaller: no jagged edges
KEPT = (1080, 810)
STREETS, LATER = 120, 3
STEP = 8  # pixels
GRADE = "generated"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stand:
    """Where the camera is, and whereto it is turned (radians)."""

    at: Vector
    aside: float
    up: float
    rolled: float

    def rays(self) -> Floats:
        """3 × 3: from a pixel (x, y, 1) to a direction in space."""
        pixel = np.array([[1, 0, -WIDE / 2], [0, -1, HIGH / 2], [0, 0, FOCAL]]) / FOCAL
        (a, s), (b, t), (c, r) = ((np.cos(it), np.sin(it)) for it in (self.aside, self.up, self.rolled))
        turn = np.array([[a, 0, s], [0, 1, 0], [-s, 0, a]])
        tip = np.array([[1, 0, 0], [0, b, t], [0, -t, b]])
        roll = np.array([[c, -r, 0], [r, c, 0], [0, 0, 1]])
        return np.asarray(turn @ tip @ roll @ pixel)

    def nudged(self, chance: Chance, metres: float, degrees: float) -> Stand:
        off = chance.normal(0, 1, 3) * [1, 0.3, 0.7]
        at = self.at + off / np.linalg.norm(off) * metres
        aside, up, rolled = np.radians(chance.uniform(-degrees, degrees, 3) * [1, 0.5, 0.3])
        return Stand(at, self.aside + aside, self.up + up, self.rolled + rolled)


def pairs(streets: int = STREETS) -> Iterator[Pair]:
    """Each street's first photo with each of its later ones: the first and second by a hand that came back."""
    for number in range(streets):
        chance = np.random.default_rng([number, 1])
        boards = street(chance)
        stand = _stand(chance)
        first = _photo(boards, stand, chance)
        for later in range(LATER):
            far = later == LATER - 1
            metres, degrees = (chance.uniform(0.3, 1.5), 12) if far else (chance.uniform(0.05, 0.3), 3)
            other = _photo(_moved(boards, chance), stand.nudged(chance, metres, degrees), chance)
            yield Pair(f"street {number}, {'angle' if far else 'moment'}", False, GRADE, first, other)


def originals(pairs: Iterable[Pair]) -> list[Original]:
    """The first photo of each street."""
    firsts = {pair.one: pair.scene for pair in pairs}
    return [Original(scene, GRADE, False, sent) for sent, scene in firsts.items()]


def _stand(chance: Chance) -> Stand:
    at = np.array([chance.uniform(-2, 2), chance.uniform(1.4, 1.8), 0])
    return Stand(at, chance.uniform(-0.6, 0.6), chance.uniform(-0.12, 0.1), chance.uniform(-0.03, 0.03))


def _moved(boards: list[Board], chance: Chance) -> list[Board]:
    """Every other of the things that people move, by up to a metre."""
    by = {
        board.moves: chance.uniform(-1, 1, 3) * [1, 0, 1] for board in boards if board.moves and chance.random() < 0.5
    }
    return [board.moved(by[board.moves]) if board.moves in by else board for board in boards]


def _photo(boards: list[Board], stand: Stand, chance: Chance) -> bytes:
    picture = cv2.resize(_drawn(boards, stand), KEPT, interpolation=cv2.INTER_AREA)
    return jpeg(_lit(np.asarray(picture, np.uint8), chance))


def _drawn(boards: list[Board], stand: Stand) -> NDArray[np.uint8]:
    """Of each pixel the nearest board: nearness (one over depth) of a plane is linear in the picture."""
    picture = np.full((HIGH, WIDE, 3), (205, 220, 232), np.uint8)
    nearest = np.zeros((HIGH, WIDE), np.float32)
    rays = stand.rays()
    for board in boards:
        normal = np.cross(board.wide, board.high)
        away = float((board.corner - stand.at) @ normal)
        if abs(away) > 1e-3:
            _draw(board, _onto(board, stand, rays, normal @ rays / away), picture, nearest)
    return picture


def _draw(board: Board, matrix: Floats, picture: NDArray[np.uint8], nearest: NDArray[np.float32]) -> None:
    """`matrix`: from a pixel to the texture, its last row the nearness."""
    box = _box(board, matrix)
    if box is None:
        return
    left, top, right, bottom = box
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    near = (matrix[2, 0] * columns + matrix[2, 1] * rows + matrix[2, 2]).astype(np.float32)
    shift = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(board.texture, matrix @ shift, (right - left, bottom - top), flags=how)
    inside = slice(top, bottom), slice(left, right)
    shown = (near > nearest[inside]) & (seen[..., 3] > 127)
    picture[inside][shown], nearest[inside][shown] = seen[shown, :3], near[shown]


def _box(board: Board, matrix: Floats) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what it covers, seen on every eighth pixel; None where it does not show."""
    columns, rows = np.meshgrid(np.arange(0, WIDE + 1, STEP), np.arange(0, HIGH + 1, STEP))
    across, down, near = matrix @ np.stack([columns.ravel(), rows.ravel(), np.ones(columns.size)])
    high, wide = board.texture.shape[:2]
    there = (near > 0) & (across > 0) & (across < wide * near) & (down > 0) & (down < high * near)
    if not there.any():
        return None
    xs, ys = columns.ravel()[there], rows.ravel()[there]
    left, top = max(int(xs.min()) - STEP, 0), max(int(ys.min()) - STEP, 0)
    return left, top, min(int(xs.max()) + STEP, WIDE), min(int(ys.max()) + STEP, HIGH)


def _onto(board: Board, stand: Stand, rays: Floats, plane: Floats) -> Floats:
    """From a pixel of the picture to one of the texture, whose rows count from above."""
    from_corner = stand.at - board.corner
    across = (board.wide @ from_corner) * plane + board.wide @ rays
    upward = (board.high @ from_corner) * plane + board.high @ rays
    return np.stack([across * board.density, board.texture.shape[0] * plane - upward * board.density, plane])


def _lit(picture: NDArray[np.uint8], chance: Chance) -> Picture:
    """Another hour: brightness, tone and colour, a fall of light across the picture, the sensor's noise."""
    height, width = picture.shape[:2]
    fall = (
        1
        + chance.uniform(-0.25, 0.25) * np.linspace(-1, 1, width)[None, :]
        + chance.uniform(-0.15, 0.15) * np.linspace(-1, 1, height)[:, None]
    )
    toned = 255 * (picture / 255.0) ** chance.uniform(0.8, 1.25) * fall[..., None] * chance.uniform(0.9, 1.1, 3)
    noisy = toned * chance.uniform(0.85, 1.1) + chance.normal(0, chance.uniform(2, 5), picture.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
