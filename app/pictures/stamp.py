"""Stamp (水印): lines and a QR code on a translucent strip at the lower left of a picture; small or large, nothing is cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from app.domain.problems import Problem
from app.pictures.header import BROKEN, opened
from app.pictures.prints import CannotBeOpened

LETTER = 0.026  # of the side of a square as large as the picture
SMALLEST = 14  # pixels high; smaller letters do not outlive being sent around
NARROWED = 0.7  # of that size: how small long lines make the letters
MORE_ROWS = (1, 3)  # than lines
PITCH = 1.4
DARKENED = 0.66  # white on white behind such a strip still has a contrast of 7 : 1
MOST_HIGH = 0.5  # of the picture; a strip that is higher stands under it
QR_LEAST = 90  # pixels, quiet zone included
QUIET = 4
QUALITY = 88


@dataclass(frozen=True)
class Block:
    """Rows of text of one size, and the width of a module of the code beside them; 0: no code."""

    size: int
    rows: tuple[str, ...]
    module: int
    code: tuple[bytes, ...]

    @property
    def pad(self) -> int:
        return round(self.size * 0.6)

    @property
    def pitch(self) -> int:
        return round(self.size * PITCH)

    @property
    def side(self) -> int:
        return self.module * (len(self.code) + 2 * QUIET)

    @property
    def text_left(self) -> int:
        return self.pad + (self.side + self.pad if self.side else 0)

    @property
    def width(self) -> int:
        return self.text_left + max(_width(row, self.size) for row in self.rows) + self.pad

    @property
    def height(self) -> int:
        return max(self.pitch * len(self.rows), self.side) + 2 * self.pad


def stamped(content: bytes, lines: Sequence[str], address: str | None) -> bytes:
    """A JPEG, which every program opens; the picture itself stays as it is above the strip."""
    try:
        with opened(BytesIO(content)) as file:
            picture = file.convert("RGB")
    except (*BROKEN, Problem, MemoryError) as error:
        raise CannotBeOpened from error
    written = BytesIO()
    _with_strip(picture, laid_out(lines, address, picture.size)).save(written, "JPEG", quality=QUALITY, subsampling=0)
    return written.getvalue()


def laid_out(lines: Sequence[str], address: str | None, size: tuple[int, int]) -> Block:
    """A long line first makes all letters smaller, then takes more rows, then the room of the code."""
    first = max(SMALLEST, round(LETTER * (size[0] * size[1]) ** 0.5))
    letters = range(first, max(SMALLEST, round(first * NARROWED)) - 1, -1)
    code = tuple(bytes(row) for row in segno.make(address, error="m", micro=False).matrix) if address else ()
    ways = [(beside, more) for beside in ((code, ()) if code else ((),)) for more in MORE_ROWS]
    tried = ((_block(lines, it, beside, size[0]), more) for beside, more in ways for it in letters)
    fitting = (block for block, more in tried if _fits(block, size, len(lines) + more))
    return next(fitting, None) or _block(lines, letters[-1], (), size[0])


def _block(lines: Sequence[str], letters: int, code: tuple[bytes, ...], width: int) -> Block:
    modules = len(code) + 2 * QUIET
    module = max(-(-QR_LEAST // modules), round(letters * PITCH) * len(lines) // modules) if code else 0
    bare = Block(letters, ("",), module, code)
    room = max(width - bare.text_left - bare.pad, letters)
    return Block(letters, tuple(row for line in lines for row in _rows(line, letters, room)), module, code)


def _fits(block: Block, size: tuple[int, int], most_rows: int) -> bool:
    return block.width <= size[0] and block.height <= size[1] * MOST_HIGH and len(block.rows) <= most_rows


def _rows(line: str, letters: int, room: int) -> Iterator[str]:
    """Broken where there is a blank, else anywhere."""
    while _width(line, letters) > room and len(line) > 1:
        end = next(end for end in range(len(line) - 1, 0, -1) if end == 1 or _width(line[:end], letters) <= room)
        blank = line.rfind(" ", end // 2, end + 1)
        end = blank if blank > 0 else end
        yield line[:end].rstrip()
        line = line[end:].lstrip()
    yield line


def _with_strip(picture: Image.Image, block: Block) -> Image.Image:
    whole = _longer(picture, block) if block.height > picture.height * MOST_HIGH else picture
    top = whole.height - block.height
    strip = whole.crop((0, top, min(block.width, whole.width), whole.height))
    whole.paste(Image.blend(strip, Image.new("RGB", strip.size), DARKENED), (0, top))
    drawing, font = ImageDraw.Draw(whole), _font(block.size)
    for number, row in enumerate(block.rows):
        drawing.text((block.text_left, top + block.pad + number * block.pitch), row, "white", font)
    if block.module:
        whole.paste(_code(block), (block.pad, top + block.pad))
    return whole


def _longer(picture: Image.Image, block: Block) -> Image.Image:
    """The picture with room for the strip under it, and beside it where a word is wider than the picture."""
    whole = Image.new("RGB", (max(picture.width, block.width), picture.height + block.height))
    whole.paste(picture, (0, 0))
    return whole


def _code(block: Block) -> Image.Image:
    modules = len(block.code)
    small = Image.new("L", (modules + 2 * QUIET,) * 2, 255)
    small.putdata(
        [
            255 if not (0 <= y < modules and 0 <= x < modules and block.code[y][x]) else 0
            for y in range(-QUIET, modules + QUIET)
            for x in range(-QUIET, modules + QUIET)
        ]
    )
    return small.resize((block.side,) * 2, Image.Resampling.NEAREST).convert("RGB")


def _width(text: str, letters: int) -> int:
    return round(_font(letters).getlength(text))


@lru_cache(maxsize=64)
def _font(letters: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), letters)
