"""Cover (遮盖): boxes filled with one opaque colour in the decoded picture, then written anew; a blur could be undone."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from math import ceil, floor

from PIL import Image, ImageDraw

from app.domain.mask import Box
from app.domain.problems import Problem
from app.pictures.header import BROKEN, opened
from app.pictures.prints import EFFORT, CannotBeOpened

INK = (26, 35, 33)
GROWN = 0.01  # of the longer edge on each side: a hand draws close, and a lossy format smears edges
LEAST = 3  # pixels of that
QUALITY, JPEG_QUALITY = 80, 88


@lru_cache(maxsize=32)
def covered(content: bytes, boxes: Sequence[Box]) -> bytes:
    """A WebP, like the small picture it is made from."""
    written = BytesIO()
    _painted(content, boxes).save(written, "WEBP", quality=QUALITY, method=EFFORT)
    return written.getvalue()


def covered_jpeg(content: bytes, boxes: Sequence[Box]) -> bytes:
    """To take away: every program opens it."""
    written = BytesIO()
    _painted(content, boxes).save(written, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return written.getvalue()


def _painted(content: bytes, boxes: Sequence[Box]) -> Image.Image:
    """Of plain pixels only: whatever the file carried beside them stays behind."""
    try:
        with opened(BytesIO(content)) as file:
            decoded = file.convert("RGB")
    except (*BROKEN, Problem, MemoryError) as error:
        raise CannotBeOpened from error
    picture = Image.new("RGB", decoded.size)
    picture.paste(decoded)
    drawing = ImageDraw.Draw(picture)
    for box in boxes:
        drawing.rectangle(_pixels(box, picture.size), fill=INK)
    return picture


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """First and last column and row, rounded outwards; beyond the edge nothing is drawn."""
    more = max(LEAST, ceil(GROWN * max(size)))
    left, top = floor(box.x * size[0]) - more, floor(box.y * size[1]) - more
    return left, top, ceil((box.x + box.w) * size[0]) + more - 1, ceil((box.y + box.h) * size[1]) + more - 1
