"""Looks (图样): what a picture is recognised by when it comes back cut, turned, mirrored, stamped or photographed from a screen.

Local features (SIFT, Lowe 2004; square-rooted after Arandjelović and Zisserman 2012) of the small upright picture, spread
over it. Each gives one word of 32 bits, the signs of as many balanced sums of its descriptor: what looks alike shares
words, which an index finds among millions; `likeness.py` then compares the pictures themselves.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import shake_256
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.pictures.header import READERS

SIDE = 320  # pixels of the longer side, as the small picture is kept
MOST = 128  # features that are remembered
CELLS = 4  # the picture is divided so often each way, so that a stamp or one busy corner does not take all features
BITS = 32
GUESSES = 8  # words asked for each feature: its own, and those with one of its least certain bits turned
CONTRAST, EDGE = 0.008, 12  # lower than Lowe's 0.03: walls and asphalt are what towns are photographed for

Gray = NDArray[np.uint8]
Points = NDArray[np.float32]  # n × 2, pixels
Descriptors = NDArray[np.float32]  # n × 128, of length 1
Frames = NDArray[np.complex64]  # n: how large (absolute value, pixels) and whereto it points (angle) in the picture
Words = NDArray[np.int32]

cv2.setNumThreads(1)  # a worker has one core, and its forks inherit no threads


@dataclass(frozen=True)
class Look:
    gray: Gray
    points: Points
    frames: Frames
    descriptors: Descriptors

    @property
    def mirrored(self) -> Descriptors:
        """Those of the mirrored picture: rows of SIFT's 4 × 4 cells reversed, its eight directions negated."""
        return self.descriptors[:, MIRROR]


@dataclass(frozen=True)
class Sought:
    """The words to ask for, sorted, one as often as it is asked for: of which feature, and whether of the mirror image."""

    words: Words
    features: NDArray[np.intp]
    mirrored: NDArray[np.bool_]


# The mean descriptor of 137 openly licensed photographs (bench/reuse). Changing it changes every word: remember anew.
THOUSANDTHS = """
80 56 40 43 57 39 31 47 136 78 42 43 57 43 42 77
130 68 37 43 62 51 51 83 76 44 31 41 61 49 45 58
101 61 43 52 68 47 35 55 174 90 48 57 73 55 49 98
164 87 45 57 85 69 57 94 92 53 38 53 78 59 47 59
101 55 35 47 68 52 43 61 174 98 49 55 73 57 48 91
164 94 58 69 85 57 44 87 92 60 47 59 77 52 37 51
80 47 31 39 56 43 40 57 136 77 42 43 56 43 43 78
130 83 51 51 62 43 37 68 75 57 45 50 62 41 31 43
"""
USUAL = np.array(THOUSANDTHS.split(), np.float32) / np.float32(1000)
CELL = np.arange(128).reshape(4, 4, 8)
MIRROR = CELL[::-1][:, :, -np.arange(8) % 8].reshape(-1)


def look_of(picture: bytes) -> Look:
    """Of a picture that we made ourselves, upright and small; a larger one is shrunk."""
    return look_at(gray_of(picture))


def gray_of(picture: bytes) -> Gray:
    """Its pixels, which are read in a tenth of the time that its features take."""
    with Image.open(BytesIO(picture), formats=READERS) as opened:
        gray = np.asarray(opened.convert("L"), dtype=np.uint8)
    return _sized(gray)


def look_at(gray: Gray) -> Look:
    """`gray`: height × width, 0 to 255."""
    gray = _sized(gray)
    found = _sift().detect(gray, None)
    if not found:
        return Look(gray, np.zeros((0, 2), np.float32), np.zeros(0, np.complex64), np.zeros((0, 128), np.float32))
    # Described are only those that are kept: with the others it would take a fifth longer.
    kept, described = _sift().compute(gray, [found[i] for i in _spread(found, gray.shape)])
    rooted = np.sqrt(described / (described.sum(axis=1, keepdims=True) + 1e-6))
    frames = np.array([it.size * np.exp(1j * np.radians(it.angle)) for it in kept], np.complex64)
    return Look(gray, np.array([it.pt for it in kept], np.float32), frames, rooted.astype(np.float32))


def word_of_each(look: Look) -> Words:
    return _words(_sums(look.descriptors))


def words_of(look: Look) -> list[int]:
    """At most MOST signed integers of 32 bits: to be remembered."""
    return sorted({int(word) for word in word_of_each(look)})


def sought_of(look: Look) -> Sought:
    """Of the picture and of its mirror image; turning it changes none."""
    both = np.concatenate([_guesses(_sums(described)) for described in (look.descriptors, look.mirrored)])
    words, n = both.reshape(-1), len(look.points)
    order = words.argsort(kind="stable")
    return Sought(words[order], order // GUESSES % max(n, 1), order >= n * GUESSES)


def guesses_of(sought: Sought) -> list[int]:
    """Each once."""
    asked: list[int] = np.unique(sought.words).tolist()
    return asked


def _sized(gray: Gray) -> Gray:
    factor = SIDE / max(gray.shape)
    if factor == 1:
        return gray
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)


@cache
def _sift() -> Any:
    return cv2.SIFT.create(nfeatures=4 * MOST, contrastThreshold=CONTRAST, edgeThreshold=EDGE)


def _spread(found: Any, shape: tuple[int, ...]) -> list[int]:
    """The strongest of each cell first, then the second of each, and so on."""
    cells: dict[tuple[int, int], list[int]] = {}
    by_strength = sorted(range(len(found)), key=lambda i: -float(found[i].response))
    ranked = []
    for i in by_strength:
        x, y = found[i].pt
        cell = cells.setdefault((int(x * CELLS / shape[1]), int(y * CELLS / shape[0])), [])
        ranked.append((len(cell), i))
        cell.append(i)
    return [i for _, i in sorted(ranked, key=lambda it: it[0])[:MOST]]


@cache
def _planes() -> NDArray[np.float32]:
    """128 × 32, half of each column 1, half −1, drawn from a hash: the words of old photos must mean the same for ever."""
    columns = []
    for bit in range(BITS):
        order = np.frombuffer(shake_256(f"xunzhen look {bit}".encode()).digest(128 * 4), dtype=">u4").argsort(
            kind="stable"
        )
        column = np.ones(128, np.float32)
        column[order[:64]] = -1
        columns.append(column)
    return np.stack(columns, axis=1)


def _sums(descriptors: Descriptors) -> NDArray[np.float32]:
    """Around what is usual: SIFT's cells in the middle are fuller than its corners."""
    sums: NDArray[np.float32] = ((descriptors - USUAL) @ _planes()).astype(np.float32)
    return sums


def _words(sums: NDArray[np.float32]) -> NDArray[np.int32]:
    return _packed(sums > 0)


def _packed(bits: NDArray[np.bool_]) -> NDArray[np.int32]:
    """As PostgreSQL's integer holds it, with a sign."""
    return np.packbits(bits, axis=-1).view(">i4")[..., 0].astype(np.int32)


def _guesses(sums: NDArray[np.float32]) -> NDArray[np.int32]:
    """n × GUESSES."""
    bits = sums > 0
    asked = np.repeat(bits[:, None, :], GUESSES, axis=1)
    uncertain = np.abs(sums).argsort(axis=1)[:, : GUESSES - 1]
    rows = np.arange(len(bits))[:, None]
    turns = np.arange(1, GUESSES)[None, :]
    asked[rows, turns, uncertain] ^= True
    return _packed(asked)
