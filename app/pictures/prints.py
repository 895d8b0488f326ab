"""Prints (小图): a photo upright, in plain colours, without metadata, comments or places, in the two sizes shown."""

from io import BytesIO

from PIL import Image, ImageCms

from app.domain.problems import Problem
from app.pictures.header import BROKEN, opened

LARGE, SMALL = 1600, 320
QUALITY = {LARGE: 80, SMALL: 75}
STRIP = 64  # rows
EFFORT = 1  # of WebP's 0–6: a tenth larger than with 4, in a third of the time
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WEBP = b"RIFF"  # how its files begin
SRGB = ImageCms.createProfile("sRGB")


class CannotBeOpened(Exception):
    """The bytes are stored and proven, but no picture can be made of them."""


def type_of_print(content: bytes) -> str:
    """What we made is a WebP or a JPEG; large pictures that are kept from before are WebP too."""
    return "image/webp" if content.startswith(WEBP) else "image/jpeg"


def prints_of(content: bytes) -> dict[int, bytes]:
    """By size. Shrunk while decoding and turned after shrinking, so that a large photo costs little memory.

    The large one is a JPEG: of a photo that a phone shrank to this size it is all but the same, where WebP lost as much
    again and took four fifths of the whole work; the small one is a WebP, half as large.
    """
    try:
        picture = _shrunk_and_upright(content)
    except (*BROKEN, Problem, MemoryError) as error:
        raise CannotBeOpened from error
    large = _written(picture, "JPEG", quality=QUALITY[LARGE])
    picture.thumbnail((SMALL, SMALL), reducing_gap=2.0)
    return {LARGE: large, SMALL: _written(picture, "WEBP", quality=QUALITY[SMALL], method=EFFORT)}


def _shrunk_and_upright(content: bytes) -> Image.Image:
    with opened(BytesIO(content)) as picture:
        turn = TURNS.get(_orientation(picture))
        picture.draft("RGB", _fitted(picture.size))
        near = _near(picture)
        near.thumbnail((LARGE, LARGE), Image.Resampling.HAMMING, reducing_gap=2.0)  # bicubic asks twice the pixels
        plain = _on_white(_in_srgb(near))
        plain.info.clear()  # a comment would be written again
        return plain if turn is None else plain.transpose(turn)


def _near(picture: Image.Image) -> Image.Image:
    """A large transparent one, strip by strip: shrunk at once it is held twice, for its colours must be weighed first."""
    factor = max(picture.size) // (2 * LARGE)
    if factor < 2 or not picture.mode.endswith("A"):
        return picture
    (width, height), tall = picture.size, STRIP * factor
    near = Image.new(picture.mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, tall):
        strip = picture.crop((0, top, width, min(top + tall, height)))
        near.paste(strip.reduce(factor), (0, top // factor))
    near.info = picture.info
    return near


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    """The size it will have; a JPEG decodes to the next eighth above that."""
    factor = min(1.0, LARGE / max(size))
    return int(size[0] * factor), int(size[1] * factor)


def _orientation(picture: Image.Image) -> int:
    """As the camera wrote it; HEIF's library turns by itself and says so. Most pictures with broken metadata are fine."""
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Phones photograph in wider colours; without its profile such a picture would look dull."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, *BROKEN):
        return picture  # an unusable profile: colours as they are


def _on_white(picture: Image.Image) -> Image.Image:
    """RGB, whatever it was. One by numbers whose colours are missing is no picture; Pillow would only assert it."""
    if picture.mode == "P" and picture.palette is None:
        raise OSError("a palette that is missing")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    plain = Image.new("RGB", clear.size, "white")
    plain.paste(clear, mask=clear.getchannel("A"))
    return plain


def _written(picture: Image.Image, kind: str, **how: int) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **how)
    return written.getvalue()
