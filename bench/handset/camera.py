"""Camera (相机文件): a picture as a phone's camera writes it: twelve megapixels, between three and four megabytes, with EXIF."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

SIZE = (4000, 3000)
COARSE = (1000, 750)  # noise of this size, softened, weighs what grass and walls weigh
LEAST, MOST = 3_000_000, 4_000_000
MAKE, TURN = 0x010F, 0x0112


def photograph(path: Path) -> Path:
    """A new one at each call."""
    noise = Image.frombytes("RGB", COARSE, os.urandom(COARSE[0] * COARSE[1] * 3))
    exif = Image.Exif()
    exif[MAKE], exif[TURN] = "示例", 6  # held upright, as most are
    kept = BytesIO()
    noise.resize(SIZE, Image.Resampling.BICUBIC).save(kept, "JPEG", quality=62, exif=exif)
    assert LEAST <= kept.tell() <= MOST, kept.tell()
    path.write_bytes(kept.getvalue())
    return path
