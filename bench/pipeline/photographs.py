"""Photographs to measure with (测速照片): a drawn street with a camera's grain, in the sizes and kinds that phones send."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image, ImageChops

from bench.limits.wire import Phone
from bench.reuse.generated import pairs

CAMERA, PHONE, LARGEST = (4000, 3000), (1600, 1200), (8000, 6000)
GRAIN = 10  # the noise of a phone's sensor, of 255
TEN_MEGABYTES = 10_000_000


@dataclass(frozen=True)
class Bringing(Phone):
    """A phone whose photos differ behind the picture's end, where every format leaves off reading."""

    def photo(self) -> bytes:
        return (
            self.jpeg + struct.pack(">I4s", 24, b"free") + os.urandom(16)
        )  # a box of nothing, for those made of boxes


def camera() -> bytes:
    """12 megapixels, about 4 MB, as a phone's camera keeps it."""
    return written(street(CAMERA), "JPEG", quality=85, exif=_exif())


def sent() -> bytes:
    """About 300 kB: the same, shrunk as the phone app does before it sends."""
    return written(street(CAMERA).resize(PHONE, Image.Resampling.BICUBIC), "JPEG", quality=80)


def heavy() -> bytes:
    """10 MB."""
    return camera().ljust(TEN_MEGABYTES, b"\0")


def largest() -> dict[str, bytes]:
    """By kind, 48 megapixels, or as many as are borne of it. All but the first must be decoded whole."""
    picture = street(LARGEST)
    plain = picture.resize((1000, 750)).resize(LARGEST, Image.Resampling.NEAREST)  # a grain would be 40 MB of PNG
    heic = BytesIO()
    pillow_heif.from_pillow(plain).save(heic, quality=50, enc_params={"preset": "ultrafast"})
    return {
        "jpeg": written(picture, "JPEG", quality=75),
        "progressive": written(picture, "JPEG", quality=75, progressive=True),
        "heic": heic.getvalue(),
        "png": written(plain, "PNG", compress_level=1),
        "transparent png": written(Image.new("RGBA", LARGEST, (200, 30, 30, 99)), "PNG", compress_level=1),
        "avif of 30": written(plain.crop((0, 0, 6300, 4700)), "AVIF", quality=50, speed=10),
        "webp of 15": written(plain.crop((0, 0, 4400, 3400)), "WEBP", quality=50, method=0),
    }


@cache
def street(size: tuple[int, int]) -> Image.Image:
    with Image.open(BytesIO(next(pairs(1)).one)) as drawn:
        large = drawn.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(size, GRAIN).convert("RGB")
    return ImageChops.add(large, grain, offset=-128)


def written(picture: Image.Image, kind: str, **how: object) -> bytes:
    kept = BytesIO()
    picture.save(kept, kind, **how)
    return kept.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "示例", 6
    exif.get_ifd(0x8769)[0x9003] = "2026:11:12 10:26:41"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (29.0, 32.0, 45.6)
    return exif
