"""Pictures for tests (图片样本), made here: four coloured corners, so that a turned or changed one is seen at once."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image

CORNERS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (230, 230, 230))  # red green / blue white
SPOKEN = "<script>alert(1)</script> 119.51,29.546"
ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E
STORED_AS = {  # what a camera held that way writes, for each tag
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(size: tuple[int, int] = (80, 60)) -> Image.Image:
    """Upright: red and green above, blue and white below."""
    four = Image.new("RGB", (2, 2))
    four.putdata(CORNERS)
    return four.resize(size, Image.Resampling.NEAREST)


def corners(picture: Image.Image) -> list[str]:
    """The nearest colour's name in each corner, read like a page."""
    width, height = picture.size
    spots = [(x, y) for y in (height // 5, height * 4 // 5) for x in (width // 5, width * 4 // 5)]
    return [_name(picture.convert("RGB").getpixel(spot)) for spot in spots]


UPRIGHT = ["red", "green", "blue", "white"]


def _name(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    distances = [sum((a - b) ** 2 for a, b in zip(pixel, corner, strict=True)) for corner in CORNERS]
    return UPRIGHT[distances.index(min(distances))]


def jpeg(tag: int = 1, size: tuple[int, int] = (80, 60), comment: str = "") -> bytes:
    """A camera's JPEG: orientation tag, a place, a description and a comment."""
    turn = STORED_AS[tag]
    picture = scene(size) if turn is None else scene(size).transpose(turn)
    written = BytesIO()
    picture.save(written, "JPEG", quality=90, exif=_exif(tag), comment=comment.encode())
    return written.getvalue()


def different_jpeg(number: int) -> bytes:
    """Other bytes for each number."""
    return jpeg(comment=f"photo {number}")


def _exif(tag: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = tag
    exif[DESCRIPTION] = "secret place"
    exif.get_ifd(GPS)[1] = "N"
    return exif


def heic(tag: int) -> bytes:
    """An iPhone's: the turn is told twice, in the container and in the tag."""
    turn = STORED_AS[tag]
    picture = scene() if turn is None else scene().transpose(turn)
    written = BytesIO()
    pillow_heif.from_pillow(picture).save(written, exif=_exif(tag).tobytes(), quality=90)
    return written.getvalue()


def mpo() -> bytes:
    """A phone's HDR photo: a second picture behind the first."""
    written = BytesIO()
    scene().save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 60), "black")])
    return written.getvalue()


def png(mode: str = "RGB") -> bytes:
    written = BytesIO()
    picture = scene()
    if mode == "RGBA":
        picture.putalpha(0)
    picture.save(written, "PNG")
    return written.getvalue()


def webp() -> bytes:
    written = BytesIO()
    scene().save(written, "WEBP", exif=_exif(1))
    return written.getvalue()


def avif(tag: int = 1) -> bytes:
    """Its turn stands in the container; the library keeps it as a tag."""
    turn = STORED_AS[tag]
    written = BytesIO()
    (scene() if turn is None else scene().transpose(turn)).save(written, "AVIF", exif=_exif(tag), quality=90)
    return written.getvalue()


def moving() -> bytes:
    """A film of a dozen pictures that calls itself a photo."""
    written = BytesIO()
    frames = [Image.new("RGB", (80, 60), (n * 20, 0, 0)) for n in range(12)]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


def truncated() -> bytes:
    """A sound header, and half of what should follow."""
    whole = jpeg(size=(800, 600))
    return whole[: len(whole) // 2]


def with_broken_exif() -> bytes:
    """A fine picture whose metadata are rubbish."""
    whole = jpeg()
    at = whole.index(b"Exif\0\0") + 6
    return whole[:at] + b"\xff" * 16 + whole[at + 16 :]


def bomb() -> bytes:
    """A few bytes of PNG that claim 100,000 × 100,000 pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0")) + _chunk(b"IEND", b"")


def bomb_of_webp() -> bytes:
    """Sound, of one colour and 56 megapixels: few bytes, and a gigabyte for who decodes it."""
    written = BytesIO()
    Image.new("RGB", (8000, 7000), "red").save(written, "WEBP", lossless=True, quality=0, method=0)
    return written.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
