"""Pictures that were spoiled (损坏的图片): sound ones of every kind, cut, flipped and mixed at drawn places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random

from PIL import Image

from tests import samples

Spoil = Callable[[Random, bytes, bytes], bytes]


def spoiled(seed: int) -> Iterator[tuple[str, bytes]]:
    """Without an end; the same seed spoils the same places."""
    chance, sound = Random(seed), _sound()  # noqa: S311 (places, no secrets)
    while True:
        kind, (way, spoil) = chance.choice(list(sound)), chance.choice(list(WAYS.items()))
        yield f"{kind} {way}", spoil(chance, sound[kind], chance.choice(list(sound.values())))


def _cut(chance: Random, whole: bytes, _other: bytes) -> bytes:
    return whole[: chance.randrange(1, len(whole))]


def _flipped(chance: Random, whole: bytes, _other: bytes) -> bytes:
    """A bit here and there, in the first kilobyte as often as in all the rest."""
    spoiling = bytearray(whole)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(chance.choice((min(1024, len(whole)), len(whole))))
        spoiling[at] ^= 1 << chance.randrange(8)
    return bytes(spoiling)


def _other_numbers(chance: Random, whole: bytes, _other: bytes) -> bytes:
    """Sizes, counts and offsets are four bytes somewhere at the beginning: the extremes are what hurts."""
    at = chance.randrange(2, min(1024, len(whole) - 4))
    new = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff", b"\0\0\0\1", chance.randbytes(4)))
    return whole[:at] + new + whole[at + 4 :]


def _twice(chance: Random, whole: bytes, _other: bytes) -> bytes:
    """A stretch stands there a second time, so that all that follows is shifted."""
    begin, end = sorted(chance.randrange(len(whole)) for _ in range(2))
    return whole[:end] + whole[begin:end] + whole[end:]


def _left_out(chance: Random, whole: bytes, _other: bytes) -> bytes:
    begin = chance.randrange(1, len(whole))
    return whole[:begin] + whole[begin + chance.choice((1, 2, 16, 400)) :]


def _grafted(chance: Random, whole: bytes, other: bytes) -> bytes:
    return whole[: chance.randrange(1, len(whole))] + other[chance.randrange(len(other)) :]


WAYS: dict[str, Spoil] = {
    "cut": _cut,
    "flipped": _flipped,
    "with other numbers": _other_numbers,
    "twice": _twice,
    "left out": _left_out,
    "grafted": _grafted,
}


def _sound() -> dict[str, bytes]:
    size = (400, 300)
    return {
        "jpeg": samples.jpeg(6, size),
        "progressive jpeg": _written("JPEG", progressive=True, quality=85),
        "mpo": samples.mpo(),
        "png": samples.png(),
        "deep png": _deep(),
        "webp": samples.webp(),
        "lossless webp": _written("WEBP", lossless=True),
        "heic": samples.heic(6),
        "avif": samples.avif(6),
    }


def _written(kind: str, **how: object) -> bytes:
    written = BytesIO()
    samples.scene((400, 300)).save(written, kind, **how)
    return written.getvalue()


def _deep() -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").convert("I").convert("I;16").save(written, "PNG")
    return written.getvalue()
