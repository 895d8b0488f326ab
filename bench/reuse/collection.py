"""Collection (真实图集): the real originals and honest pairs of the manifest, each as a phone would send it.

An honest pair is two photographs of one place, from another moment or angle. Two frames of one camera that stood still
are not: the later one is predicted from the earlier one's pixels, which is a copy with something moved. Such scenes
(`camera: fixed`, also stills on a tripod) are counted in a column of their own. Which scene is which was decided by how
it was taken, before anything was compared, and none was left out for what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

from bench.reuse.fetch import MANIFEST

SENT, QUALITY = 1600, 80  # as the phone shrinks what it sends
Picture = Image.Image


@dataclass(frozen=True)
class Original:
    name: str
    grade: str  # A: the licence states the picture itself; B: it came under the package's open licence
    half: bool  # also one of a pair
    sent: bytes


@dataclass(frozen=True)
class Pair:
    scene: str
    fixed: bool
    grade: str
    one: bytes
    other: bytes


def sent(picture: Picture) -> bytes:
    """What a phone uploads of a picture."""
    picture.draft("RGB", (SENT, SENT))
    plain = picture.convert("RGB")
    plain.thumbnail((SENT, SENT))
    return jpeg(plain)


def jpeg(picture: Picture, quality: int = QUALITY) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


def originals(folder: Path) -> Iterator[Original]:
    halves = {(pair["package"], pair[side]) for pair in MANIFEST["pairs"] for side in "ab"}
    for it in MANIFEST["originals"]:
        file = _file(folder, it["package"], it["path"])
        if file.is_file():
            name = f"{it['package']}/{file.stem}"
            half = (it["package"], it["path"]) in halves
            yield Original(name, it["grade"], half, sent(Image.open(file)))


def pairs(folder: Path) -> Iterator[Pair]:
    for it in MANIFEST["pairs"]:
        sides = [_side(folder, it, side) for side in "ab"]
        if all(file.is_file() for file, _ in sides):
            one, other = (sent(_frame(*side)) for side in sides)
            yield Pair(it["scene"], it["camera"] == "fixed", it["grade"], one, other)


def _side(folder: Path, pair: dict[str, Any], side: str) -> tuple[Path, int | None]:
    return _file(folder, pair["package"], pair[side]), pair.get(f"frame_{side}")


def _file(folder: Path, package: str, path: str) -> Path:
    return folder / package.replace("/", "__") / path


def _frame(file: Path, number: int | None) -> Picture:
    return Image.open(file) if number is None else _frames(file)[number]


@cache
def _frames(file: Path) -> dict[int, Picture]:
    """Of a film those that pairs name, read in order: seeking in some of these films lands beside the frame."""
    wanted = {
        pair[f"frame_{side}"]
        for pair in MANIFEST["pairs"]
        for side in "ab"
        if f"frame_{side}" in pair and file.as_posix().endswith(pair[side])
    }
    film, found = cv2.VideoCapture(str(file)), {}
    for number in range(max(wanted) + 1):
        there, frame = film.read()
        assert there, f"{file} has no frame {number}"
        if number in wanted:
            found[number] = Image.fromarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
    film.release()
    return found
