"""Camera (相机文件): a picture as a phone's camera writes it: twelve megapixels, three to four megabytes, with EXIF.

Each octave of detail weighs as much as the next, as in pictures of streets: shrunk by the app it is about 0.4 MB.
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

SIZE = (4000, 3000)
GRAIN = (2000, 1500)
DETAIL, FINE = 0.2, 0.05  # how much of each octave is its own; of the sensor's grain
QUALITY = 92
LEAST, MOST = 3_000_000, 4_000_000
MAKE, TURN = 0x010F, 0x0112


def photograph(path: Path) -> Path:
    """A new one at each call."""
    exif = Image.Exif()
    exif[MAKE], exif[TURN] = "示例", 6  # held upright, as most are
    kept = BytesIO()
    street().save(kept, "JPEG", quality=QUALITY, exif=exif)
    assert LEAST <= kept.tell() <= MOST, kept.tell()
    path.write_bytes(kept.getvalue())
    return path


def street() -> Image.Image:
    picture = noise((16, 12))
    while (finer := (picture.width * 2, picture.height * 2)) < GRAIN:
        picture = Image.blend(picture.resize(finer, Image.Resampling.BICUBIC), noise(finer), DETAIL)
    whole, grain = (it.resize(SIZE, Image.Resampling.BICUBIC) for it in (picture, noise(GRAIN)))
    return Image.blend(whole, grain, FINE)


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
