"""Picture (图片): what the bytes say they are, read from their header; nothing is decoded here."""

import struct
from typing import IO

from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from pillow_heif import register_heif_opener

from app.domain.problems import Problem

READERS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
MOST_FRAMES = 10  # an HDR photo has two or three behind it; a film is no evidence
COST = {"WEBP": 4, "AVIF": 2}  # how much more memory their decoders take for a pixel, so so much fewer are borne
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what phones write for HDR: a JPEG with more pictures behind it
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
}
BROKEN = (  # what Pillow and its formats raise on bytes that are no picture
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)

register_heif_opener()
Image.init()  # finds all readers now, not in somebody's first request
Image.MAX_IMAGE_PIXELS = None  # `media_type_of` is stricter than Pillow's own limit, and refuses instead of warning


def media_type_of(file: IO[bytes], most_pixels: int) -> str:
    """The type by content; refuses what is no picture, or one that would burst the memory when opened."""
    with opened(file) as picture:
        if picture.width * picture.height > most_pixels // COST.get(picture.format or "", 1):
            raise Problem("image_too_large")
        if _frames(picture) > MOST_FRAMES:
            raise Problem("moving_picture")
        return MEDIA_TYPES[picture.format or ""]


def _frames(picture: ImageFile) -> int:
    """As the header tells; a format that has only one says nothing, and a broken count is one."""
    try:
        return int(getattr(picture, "n_frames", 1))
    except BROKEN:
        return 1


def opened(file: IO[bytes]) -> ImageFile:
    """The picture with its header read, whatever its metadata look like."""
    try:
        return Image.open(file, formats=READERS)
    except BROKEN as error:
        raise Problem("not_an_image") from error
