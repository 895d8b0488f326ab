"""L6, L7: what a core works on one photo (单张用时), against decoding it at an eighth of its size.

The floor is libjpeg-turbo's own (`djpeg -scale 1/8`), called in this process through Pillow's draft: the same library on
both sides, and no start of a program that would flatter us. Only the processor's time counts, so neighbours do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from statistics import median
from typing import Any

from PIL import Image

from app.pictures import prints
from app.pictures.metadata import metadata_of
from app.storage.folder import FolderStore
from bench.limits.lines import at_most, compared

JPEG = "image/jpeg"
EIGHTH = 8


@dataclass(frozen=True)
class Measured:
    """One photo in a store; `most`: how many times the floor it may take."""

    name: str
    content: bytes
    most: float
    store: FolderStore

    def lines(self, rounds: int, seconds: float) -> list[dict[str, Any]]:
        digest = sha256(self.content).hexdigest()
        self.store.keep(digest, BytesIO(self.content))
        pairs = [(_each(lambda: self._work(digest), seconds), _each(self._floor, seconds)) for _ in range(rounds)]
        parts = {part: round(_each(step, seconds / 5), 1) for part, step in self._parts(digest).items()}
        whole = at_most(self.name, pairs, self.most, "ms of a core")
        words = [(parts["hash"] + parts["metadata"] + parts["thumbnail"], floor) for _, floor in pairs]
        literal = compared(f"{self.name}-thumbnail", words, "reported: hash, metadata, one thumbnail", holds=None)
        return [{**whole, "parts": parts}, literal]

    def _work(self, digest: str) -> None:
        """As `workers.metadata.read` and `workers.photo.make`: each reads the original, which hashes it."""
        metadata_of(self.store.original(digest), JPEG)
        for size, content in prints.prints_of(self.store.original(digest)).items():
            self.store.keep_small(digest, size, content)
            sha256(content).hexdigest()

    def _floor(self) -> None:
        with Image.open(BytesIO(self.content)) as picture:
            picture.draft("RGB", (picture.width // EIGHTH, picture.height // EIGHTH))
            picture.load()

    def _parts(self, digest: str) -> dict[str, Callable[[], object]]:
        """Where the time goes; the thumbnail is the one that would be made of the photo if it were the only one."""
        return {
            "hash": lambda: self.store.original(digest),
            "metadata": lambda: metadata_of(self.content, JPEG),
            "both pictures": lambda: prints.prints_of(self.content),
            "thumbnail": self._thumbnail,
        }

    def _thumbnail(self) -> None:
        with Image.open(BytesIO(self.content)) as picture:
            picture.draft("RGB", (prints.SMALL, prints.SMALL))
            picture.thumbnail((prints.SMALL, prints.SMALL), reducing_gap=2.0)
            picture.save(BytesIO(), "WEBP", quality=prints.QUALITY[prints.SMALL], method=prints.EFFORT)


def _each(work: Callable[[], object], seconds: float) -> float:
    """Milliseconds of this thread's processor time: the median of all that fit into the time."""
    took, end = list[float](), time.monotonic() + seconds
    while not took or time.monotonic() < end:
        begun = time.thread_time()
        work()
        took.append(1000 * (time.thread_time() - begun))
    return median(took)
