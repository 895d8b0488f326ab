"""Edits (改动): what is done to a photo before it is sent again. Each takes what was sent, and chance, and gives a JPEG."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from bench.reuse.collection import Picture, jpeg

Chance = np.random.Generator
Floats = NDArray[np.float32]
Turn = Image.Transpose
QUARTERS = (Turn.ROTATE_90, Turn.ROTATE_180, Turn.ROTATE_270)
WIDE, HIGH = 1600, 1200  # of the photo taken of a screen


def light(picture: Picture, chance: Chance) -> bytes:
    """One of: compressed to quality 30–60; 0.35–0.8 of the size; 0.6–1.5 as bright; colour 0.5–1.5 and contrast 0.75–1.35."""
    way = chance.integers(4)
    if way == 0:
        return jpeg(picture, int(chance.integers(30, 60)))
    if way == 1:
        factor = chance.uniform(0.35, 0.8)
        return jpeg(
            picture.resize((int(picture.width * factor), int(picture.height * factor)), Image.Resampling.LANCZOS)
        )
    if way == 2:
        spans = ((0.6, 0.85), (1.15, 1.5))
        return jpeg(ImageEnhance.Brightness(picture).enhance(chance.uniform(*spans[chance.integers(2)])))
    coloured = ImageEnhance.Color(picture).enhance(chance.uniform(0.5, 1.5))
    return jpeg(ImageEnhance.Contrast(coloured).enhance(chance.uniform(0.75, 1.35)))


def stamp(picture: Picture, chance: Chance) -> bytes:
    """A bar of 10–20 % of the height below (one in five: above), all or 0.6 of the width, with four lines of writing."""
    stamped = picture.copy()
    high = int(stamped.height * chance.uniform(0.1, 0.2))
    top = 0 if chance.random() < 0.2 else stamped.height - high
    wide = stamped.width * (1 if chance.random() < 0.5 else 0.6)
    pen = ImageDraw.Draw(stamped, "RGBA")
    pen.rectangle((0, top, wide, top + high), fill=(0, 0, 0, int(chance.integers(110, 256))))
    font = ImageFont.load_default(size=max(10, high // 5))
    for line in range(4):
        day, minute, place = chance.integers(10, 28), chance.integers(10, 59), chance.integers(100000, 999999)
        text = f"2026-03-{day} 09:{minute}:41  119.{place},29.{place // 3}"
        pen.text((stamped.width * 0.02, top + 4 + line * high / 4.2), text, fill="white", font=font)
    return jpeg(stamped)


def crop20(picture: Picture, chance: Chance) -> bytes:
    """Up to 20 % of width and of height cut away, of one of them at least 10 %, wherever."""
    across, down = chance.uniform(0, 0.2, 2)
    if max(across, down) < 0.1:
        across = 0.2
    left, top = chance.uniform(0, across), chance.uniform(0, down)
    box = (left, top, 1 - (across - left), 1 - (down - top))
    sizes = picture.size * 2
    left, top, right, bottom = (int(share * size) for share, size in zip(box, sizes, strict=True))
    return jpeg(picture.crop((left, top, right, bottom)))


def mirror(picture: Picture, chance: Chance) -> bytes:
    """Left for right, every fifth upside down instead."""
    return jpeg(picture.transpose(Turn.FLIP_TOP_BOTTOM if chance.random() < 0.2 else Turn.FLIP_LEFT_RIGHT))


def turn(picture: Picture, chance: Chance) -> bytes:
    """By a quarter, a half, three quarters; or by 1–6 degrees, and the empty corners cut away."""
    way = chance.integers(4)
    if way < 3:
        return jpeg(picture.transpose(QUARTERS[way]))
    angle = chance.choice([-1, 1]) * chance.uniform(1, 6)
    lost = int(abs(np.sin(np.radians(angle))) * max(picture.size) / 2)
    turned = picture.rotate(angle, Image.Resampling.BICUBIC)
    return jpeg(turned.crop((lost, lost, picture.width - lost, picture.height - lost)))


def painted(picture: Picture, chance: Chance) -> bytes:
    """15–30 % of width and height in the lower two thirds filled from around: something was taken out of the picture."""
    pixels, (width, height) = np.asarray(picture).copy(), picture.size
    wide, high = int(width * chance.uniform(0.15, 0.3)), int(height * chance.uniform(0.15, 0.3))
    left, top = int(chance.integers(0, width - wide)), int(chance.integers(height // 3, height - high))
    small = cv2.resize(pixels, (width // 4, height // 4))
    mask = np.zeros(small.shape[:2], np.uint8)
    mask[top // 4 : (top + high) // 4, left // 4 : (left + wide) // 4] = 255
    filled = cv2.resize(cv2.inpaint(small, mask, 3, cv2.INPAINT_TELEA), (width, height))
    inside = slice(top, top + high), slice(left, left + wide)
    pixels[inside] = filled[inside]
    return jpeg(Image.fromarray(pixels))


def screen(picture: Picture, chance: Chance) -> bytes:
    """Photographed from a display: grid of pixels, up to 4 degrees and 5 % askew, out of focus, glare, own tone, noise."""
    shown = _on_display(picture, int(chance.choice([1280, 1366, 1920])))
    high, wide = shown.shape[:2]
    factor = min(WIDE / wide, HIGH / high) * chance.uniform(0.75, 0.98)
    matrix = _askew(wide, high, factor, chance)
    blurred = cv2.GaussianBlur(shown, (0, 0), max(0.3, 0.35 / factor))  # what a lens cannot tell apart
    seen = cv2.warpPerspective(blurred, matrix, (WIDE, HIGH)).astype(np.float32)
    covers = cv2.warpPerspective(np.ones((high, wide), np.float32), matrix, (WIDE, HIGH))[..., None]
    dark = np.float32(chance.uniform(15, 70))
    seen = cv2.GaussianBlur(seen * covers + dark * (1 - covers), (0, 0), chance.uniform(0.6, 1.3)).astype(np.float32)
    toned = 255 * (np.clip(seen / 255, 0, 1) ** chance.uniform(0.75, 1.25)) * chance.uniform(0.85, 1.2)
    noisy = toned + _glare(chance)[..., None] + chance.normal(0, 4, toned.shape)
    return jpeg(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))


def _on_display(picture: Picture, wide: int) -> Floats:
    """Two pixels for each of the display's: dark lines between rows, stripes of red and blue."""
    size = (wide, int(wide * picture.height / picture.width))
    pixels = np.asarray(picture.resize(size, Image.Resampling.BICUBIC), np.float32)
    grid = np.repeat(np.repeat(pixels, 2, axis=0), 2, axis=1)
    grid[::2] *= 0.72
    grid[:, ::2, 2] *= 0.75
    grid[:, 1::2, 0] *= 0.75
    return grid


def _askew(wide: int, high: int, factor: float, chance: Chance) -> NDArray[np.float64]:
    angle = np.radians(chance.uniform(-4, 4))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    size = np.array([wide, high]) * factor
    seen = (
        (corners / [wide, high] - 0.5) * size @ turn.T
        + [WIDE / 2, HIGH / 2]
        + chance.uniform(-0.05, 0.05, (4, 2)) * size
    )
    return np.asarray(cv2.getPerspectiveTransform(corners, seen.astype(np.float32)), np.float64)


def _glare(chance: Chance) -> NDArray[np.float64]:
    rows, columns = np.mgrid[0:HIGH, 0:WIDE]
    x, y = chance.uniform(0, WIDE), chance.uniform(0, HIGH)
    lamp: NDArray[np.float64] = np.exp(-(((columns - x) / 350) ** 2 + ((rows - y) / 300) ** 2)) * chance.uniform(0, 70)
    return lamp


Edit = Callable[[bytes, Chance], bytes]


def _of_sent(edit: Callable[[Picture, Chance], bytes]) -> Edit:
    return lambda sent, chance: edit(Image.open(BytesIO(sent)).convert("RGB"), chance)


EDITS: dict[str, Edit] = {it.__name__: _of_sent(it) for it in (light, stamp, crop20, mirror, turn, screen, painted)}
