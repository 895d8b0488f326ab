"""Layouts (布局): where in its picture each remembered word lies; rows alone say whether two pictures can be one photo.

A word in common says how far one picture would have to be turned, scaled and moved. Of a copy many words say the same;
of a stranger hardly two, so that next to no stranger's picture has to be opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.pictures.looks import Look, Points, Sought, word_of_each

PACKED = np.dtype([("word", ">i4"), ("x", ">u2"), ("y", ">u2"), ("size", "u1"), ("angle", "u1")])
PARTS, OCTAVE = 128, 24  # of a pixel; steps from one size to the double
NEAR, FARTHER = 6.0, 0.25  # pixels a word may be off, and more with its distance from the one that speaks
SCALED, TURNED = 0.47, 0.52  # what two words may say differently: a factor of 1.6, 30 degrees
CELL = 4  # pixels: words nearer to each other are of one place, and count once
TRIED = 4
ALIKE, CLEARLY = 2, 3  # places; of 879 strangers with three words in common 79 had two, and 6 three or more
MOST = 3  # pictures that are opened
Places = NDArray[np.complex64]


@dataclass(frozen=True)
class Agreed:
    """Words in common that lie alike: how many `places`, in the picture as it is or `mirrored`, and which they are."""

    places: int
    mirrored: bool
    features: NDArray[np.intp]  # of the later look
    earlier: Points


NOTHING = Agreed(0, False, np.zeros(0, np.intp), np.zeros((0, 2), np.float32))


def layout_of(look: Look) -> bytes:
    """To be remembered beside its words, each once: a dozen hundred bytes."""
    rows = packed_of(look)
    return rows[np.unique(rows["word"], return_index=True)[1]].tobytes()


def packed_of(look: Look) -> NDArray[np.void]:
    """Of every feature."""
    rows = np.zeros(len(look.points), PACKED)
    rows["word"] = word_of_each(look)
    rows["x"], rows["y"] = (look.points * PARTS).round().clip(0, 0xFFFF).T
    rows["size"] = (np.log2(np.abs(look.frames)) * OCTAVE).round().clip(0, 0xFF)
    rows["angle"] = (np.angle(look.frames) * 128 / np.pi).round() % 256
    return rows


def to_open(sought: Sought, later: Look, likely: Sequence[tuple[str, bytes | None]]) -> list[tuple[str, Agreed | None]]:
    """Which of `likely` (name and layout, most words in common first) have to be compared picture by picture.

    Without a layout that is each; where none lies clearly alike, also the first, for some copies share few words.
    """
    judged = [(name, None if layout is None else agreed(sought, later, layout)) for name, layout in likely]
    known = sorted(((name, it) for name, it in judged if it is not None), key=lambda it: -it[1].places)
    alike = [it for it in known if it[1].places >= ALIKE][:MOST]
    clear = bool(alike) and alike[0][1].places >= CLEARLY
    first = [] if clear else judged[:1]
    return list(dict([*alike, *first, *[it for it in judged if it[1] is None][:MOST]]).items())


def agreed(sought: Sought, later: Look, layout: bytes) -> Agreed:
    """As it is, or mirrored: whichever has more words that lie alike."""
    rows = np.frombuffer(layout, PACKED)
    words = rows["word"].astype(np.int32)
    first, last = (sought.words.searchsorted(words, side) for side in ("left", "right"))
    theirs = np.repeat(np.arange(len(rows)), last - first)
    begins = np.cumsum(last - first) - (last - first)
    ours = np.arange(len(theirs)) - np.repeat(begins - first, last - first)
    ways = []
    for mirrored in (False, True):
        chosen = sought.mirrored[ours] == mirrored
        ways.append(_alike(later, sought.features[ours[chosen]], rows[theirs[chosen]], mirrored))
    return max(ways, key=lambda it: it.places)


def _alike(later: Look, features: NDArray[np.intp], rows: NDArray[np.void], mirrored: bool) -> Agreed:
    """Each word in common says how the earlier picture lies in the later one; what most of the others agree with."""
    if len(features) < 2:
        return NOTHING
    here, frames = _on(later.points[features]), later.frames[features]
    if mirrored:
        here, frames = later.gray.shape[1] - 1 - here.conj(), -frames.conj()
    there = ((rows["x"] + 1j * rows["y"]) / PARTS).astype(np.complex64)
    ratios = frames / (np.exp2(rows["size"] / OCTAVE) * np.exp(1j * np.pi / 128 * rows["angle"]))
    steps, their_steps = here - here[:, None], there - there[:, None]
    off = np.abs(ratios[:, None] * their_steps - steps)
    differ = np.log(ratios / ratios[:, None])
    alike = (off < NEAR + FARTHER * np.abs(steps)) & (np.abs(differ.real) < SCALED) & (np.abs(differ.imag) < TURNED)
    tried = alike[alike.sum(axis=1).argsort()[::-1][:TRIED]]
    places, best = max(((min(_places(here[it]), _places(there[it])), n) for n, it in enumerate(tried)))
    earlier = np.stack([there.real, there.imag], axis=1)[tried[best]]
    return Agreed(places, mirrored, features[tried[best]], earlier)


def _on(points: Points) -> Places:
    places: Places = points[:, 0] + 1j * points[:, 1]
    return places


def _places(of: Places) -> int:
    return len(set((of / CELL).round().tolist()))
