"""Scenery (生成街景): boards of a drawn street standing in space, each with a texture of its own; no picture of a real place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Chance = np.random.Generator
Pixels = NDArray[np.uint8]  # height × width × 4; the last is how much it covers
Vector = NDArray[np.float64]
PER_METRE = 60  # pixels of a texture, where nothing else is said
ON_THINGS, ON_GROUND = 100, 40
UP, ALONG, ACROSS = np.array([0.0, 1, 0]), np.array([0.0, 0, 1]), np.array([1.0, 0, 0])


@dataclass(frozen=True)
class Board:
    """A flat thing: its lower left corner, where its width and its height go (unit vectors), its texture."""

    corner: Vector
    wide: Vector
    high: Vector
    texture: Pixels
    density: float = PER_METRE  # pixels of texture
    moves: int = 0  # 0: stays; else which thing it belongs to

    def moved(self, by: Vector) -> Board:
        return replace(self, corner=self.corner + by)


def street(chance: Chance) -> list[Board]:
    """Metres; the camera stands about (0, 1.6, 0) and looks along z."""
    boards = [_ground(chance), *_end(chance)]
    for side in (-1, 1):
        at, until = -6.0, 40.0
        while at < until:
            length, setback = chance.uniform(5, 11), chance.uniform(4, 7)
            wall = _wall(chance, length, chance.uniform(4, 9))
            boards.append(Board(np.array([side * setback, 0, at]), ALONG, UP, wall))
            at += length
    for thing in range(1, 13):
        boards += _thing(chance, thing)
    boards += [_tree(chance) for _ in range(5)]
    return boards


def _ground(chance: Chance) -> Board:
    """Asphalt with patches, cracks and painted lines."""
    wide, long = 24 * ON_GROUND, 60 * ON_GROUND
    gray = _grain(chance, (long, wide), (2, 9, 60), 16) + 110
    texture = _opaque(np.stack([gray, gray, gray - 4], axis=-1))
    for _ in range(40):
        x, y = int(chance.integers(0, wide)), int(chance.integers(0, long))
        size = int(chance.integers(20, 120))
        shade = int(chance.integers(70, 150))
        if chance.random() < 0.5:
            cv2.rectangle(texture, (x, y), (x + size, y + 2 * size), (shade, shade, shade, 255), -1)
        bend = np.array([x, y]) + np.cumsum(chance.integers(-14, 15, (12, 2)), axis=0)
        cv2.polylines(texture, [bend.astype(np.int32)], False, (60, 60, 58, 255), 2)
    for y in range(0, long, 160):
        cv2.rectangle(texture, (wide // 2 - 4, y), (wide // 2 + 4, y + 80), (225, 225, 220, 255), -1)
    return Board(np.array([-12.0, 0, -10]), ACROSS, ALONG, texture, ON_GROUND)


def _end(chance: Chance) -> list[Board]:
    """Houses and hills where the street ends."""
    far = [
        Board(np.array([x, 0.0, 42 + chance.uniform(0, 3)]), ACROSS, UP, _wall(chance, 9, 8)) for x in (-14.0, -4, 6)
    ]
    hill = _opaque(np.stack([_grain(chance, (500, 3000), (3, 20), 18) + c for c in (95, 125, 110)], axis=-1))
    top = (250 + np.cumsum(chance.normal(0, 1.2, 3000))).astype(int)
    hill[np.arange(500)[:, None] < top[None, :], 3] = 0
    return [*far, Board(np.array([-60.0, 0, 90]), ACROSS, UP, hill, 25)]


def _wall(chance: Chance, length: float, height: float) -> Pixels:
    """Plaster with stains, or bricks; windows in rows, a door, a sign."""
    wide, high = int(length * PER_METRE), int(height * PER_METRE)
    colour = chance.integers(130, 240, 3)
    texture = _opaque(_grain(chance, (high, wide), (2, 12, 70), 12)[..., None] + colour)
    if chance.random() < 0.4:
        _bricks(texture)
    for y in range(50, high - 200, 170):
        for x in range(40, wide - 110, int(chance.integers(130, 180))):
            _window(texture, (x, y), chance)
    door = int(chance.integers(0, max(1, wide - 80)))
    cv2.rectangle(texture, (door, high - 135), (door + 70, high), _paint(chance), -1)
    cv2.rectangle(texture, (door + 6, high - 128), (door + 64, high), _paint(chance), 3)
    for _ in range(int(chance.integers(1, 5))):
        _sign(texture, chance)
    return texture


def _bricks(texture: Pixels) -> None:
    high, wide = texture.shape[:2]
    for y in range(0, high, 14):
        cv2.line(texture, (0, y), (wide, y), (120, 118, 115, 255), 1)
        for x in range(14 * (y // 14 % 2), wide, 28):
            cv2.line(texture, (x, y), (x, y + 14), (120, 118, 115, 255), 1)


def _window(texture: Pixels, at: tuple[int, int], chance: Chance) -> None:
    (x, y), shade = at, int(chance.integers(40, 130))
    cv2.rectangle(texture, (x, y), (x + 72, y + 95), (shade, shade + 10, shade + 15, 255), -1)
    cv2.rectangle(texture, (x, y), (x + 72, y + 95), (235, 235, 230, 255), 4)
    cv2.line(texture, (x + 36, y), (x + 36, y + 95), (235, 235, 230, 255), 3)
    if chance.random() < 0.5:
        cv2.rectangle(texture, (x + 5, y + 5), (x + 33, y + int(chance.integers(20, 90))), _paint(chance), -1)


def _sign(texture: Pixels, chance: Chance) -> None:
    high, wide = texture.shape[:2]
    x, y = int(chance.integers(0, wide)), int(chance.integers(0, max(1, high - 50)))
    cv2.rectangle(texture, (x, y), (x + 90, y + 50), _paint(chance), -1)
    said = "".join(chr(int(it)) for it in chance.integers(65, 91, 5))
    cv2.putText(texture, said, (x + 6, y + 34), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (250, 250, 250, 255), 2)


def _thing(chance: Chance, number: int) -> list[Board]:
    """A bin, a crate, a car's worth of box: front, side and top; two of three are moved by people."""
    x, z = chance.choice([-1, 1]) * chance.uniform(1.0, 4.0), chance.uniform(4, 22)
    wide, high, deep = chance.uniform(0.5, 1.8), chance.uniform(0.5, 1.5), chance.uniform(0.5, 1.8)
    moves = number if number % 3 else 0
    corner = np.array([x, 0.0, z])
    inner = corner + (ACROSS * wide if x < 0 else 0)  # the side that is seen from the middle of the road
    return [
        Board(corner, ACROSS, UP, _face(chance, wide, high), ON_THINGS, moves),
        Board(inner, ALONG, UP, _face(chance, deep, high), ON_THINGS, moves),
        Board(corner + UP * high, ACROSS, ALONG, _face(chance, wide, deep), ON_THINGS, moves),
    ]


def _face(chance: Chance, wide: float, high: float) -> Pixels:
    size = int(high * ON_THINGS), int(wide * ON_THINGS)
    texture = _opaque(_grain(chance, size, (2, 8), 14)[..., None] + chance.integers(40, 220, 3))
    cv2.rectangle(texture, (2, 2), (size[1] - 3, size[0] - 3), _paint(chance), 4)
    for _ in range(4):
        x, y = int(chance.integers(0, size[1])), int(chance.integers(0, size[0]))
        cv2.circle(texture, (x, y), int(chance.integers(4, 16)), _paint(chance), -1)
    _sign(texture, chance)
    return texture


def _tree(chance: Chance) -> Board:
    crown = _grain(chance, (300, 240), (2, 6, 25), 45)
    texture = _opaque(np.stack([crown + 70, crown + 110, crown + 60], axis=-1))
    rows, columns = np.mgrid[-1:1:300j, -1:1:240j]
    texture[(rows**2 + columns**2 + _grain(chance, (300, 240), (4, 15), 0.25)) > 0.9, 3] = 0
    texture[200:, 112:128] = (90, 75, 60, 255)
    side = chance.choice([-1, 1])
    corner = np.array([side * chance.uniform(2.5, 4.5) - 1.2, 0, chance.uniform(9, 28)])
    return Board(corner, ACROSS, UP, texture)


def _grain(chance: Chance, size: tuple[int, int], scales: tuple[int, ...], strength: float) -> NDArray[np.float32]:
    """Noise of several sizes (pixels)."""
    whole = np.zeros(size, np.float32)
    for scale in scales:
        small = chance.normal(0, 1, (size[0] // scale + 2, size[1] // scale + 2)).astype(np.float32)
        whole += cv2.resize(small, size[::-1], interpolation=cv2.INTER_CUBIC)
    return whole * np.float32(strength / len(scales) ** 0.5)


def _opaque(colours: NDArray[np.floating]) -> Pixels:
    return np.dstack([np.clip(colours, 0, 255), np.full(colours.shape[:2], 255)]).astype(np.uint8)


def _paint(chance: Chance) -> tuple[int, int, int, int]:
    red, green, blue = (int(it) for it in chance.integers(10, 230, 3))
    return red, green, blue, 255
