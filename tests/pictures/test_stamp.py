"""Stamped pictures (水印图): readable on light and dark, whole however long the words, with a code that a phone can read."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy
import pytest
from PIL import Image

from app.pictures.prints import CannotBeOpened
from app.pictures.stamp import QR_LEAST, SMALLEST, laid_out, stamped
from tests import samples

LINES = [
    "美丽城镇督查 · 整改前",
    "2026-03-18 09:26:41 · 时间与服务器核对过",
    "建德市大慈岩镇 · ±8m",
    "119.510000, 29.546000（WGS-84）",
    "建德市督查组 · 编号 8F3K-2Q7M-9T1X-BD",
]
LONG = [
    *LINES[:2],
    "建德市大慈岩镇" * 7 + " · ±120m",
    LINES[3],
    "建德市小城镇环境综合整治行动" * 3 + " · " + LINES[4][-20:],
]
ADDRESS = "https://xunzhen.example/v/8F3K-2Q7M-9T1X-BD"
SIZES = [(1200, 1600), (1600, 1200), (1600, 320), (300, 1600), (480, 360), (160, 120)]


def plain(size: tuple[int, int], colour: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, "WEBP")
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def luminance(pixel: object) -> float:
    assert isinstance(pixel, tuple)
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in pixel]
    return float(sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)))


@pytest.mark.parametrize("colour", ["white", "black", "#c9b28f", "#00ff00"])
def test_letters_stand_out_on_any_scene(colour: str) -> None:
    """The darkest behind the letters against the lightest of them: AA for small text."""
    picture = opened(stamped(plain((1600, 1200), colour), LINES, None))
    block = laid_out(LINES, None, picture.size)
    strip = picture.crop((block.pad, picture.height - block.height, block.width, picture.height))
    behind = picture.getpixel((block.pad // 2, picture.height - block.pad // 2))
    lightest = max(luminance(pixel) for _, pixel in strip.getcolors(1_000_000) or ())
    assert (lightest + 0.05) / (luminance(behind) + 0.05) >= 4.5


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lines", [LINES, LONG])
def test_no_letter_is_cut_off_or_too_small(size: tuple[int, int], lines: list[str]) -> None:
    block = laid_out(lines, ADDRESS, size)
    picture = opened(stamped(plain(size, "white"), lines, ADDRESS))
    assert "".join("".join(block.rows).split()) == "".join("".join(lines).split())
    assert block.size >= SMALLEST
    assert (block.width <= picture.width, block.height <= picture.height) == (True, True)


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_above_the_strip_stays_as_it_was(size: tuple[int, int]) -> None:
    picture = opened(stamped(plain(size, "#336699"), LONG, ADDRESS))
    assert picture.width >= size[0]
    half = picture.crop((0, 0, size[0], size[1] // 2 - 8))
    seen, wanted = numpy.asarray(half, dtype=int), numpy.array((0x33, 0x66, 0x99))
    assert abs(seen - wanted).max() <= 3


@pytest.mark.parametrize(
    ("size", "lines", "sent"),
    [(SIZES[0], LINES, 0.6), (SIZES[0], LONG, 0.6), (SIZES[1], LONG, 0.6), (SIZES[2], LINES, 1.0)],
)
def test_the_code_beside_the_text_is_read_by_another_library(
    size: tuple[int, int], lines: list[str], sent: float
) -> None:
    """Also out of a copy that a messenger made smaller and coarser."""
    assert laid_out(lines, ADDRESS, size).side >= QR_LEAST
    picture = opened(stamped(plain(size, "#7d8a70"), lines, ADDRESS))
    written = BytesIO()
    picture.resize((round(picture.width * sent), round(picture.height * sent))).save(written, "JPEG", quality=60)
    seen = cv2.imdecode(numpy.frombuffer(written.getvalue(), numpy.uint8), cv2.IMREAD_COLOR)
    assert seen is not None
    assert cv2.QRCodeDetector().detectAndDecode(seen)[0] == ADDRESS


def test_where_there_is_no_room_or_no_address_there_is_no_code() -> None:
    assert laid_out(LINES, ADDRESS, (160, 120)).side == 0
    assert laid_out(LINES, None, (1600, 1200)).side == 0


def test_the_same_picture_and_words_give_the_same_bytes() -> None:
    content = plain((1200, 1600), "#888888")
    assert stamped(content, LINES, ADDRESS) == stamped(content, LINES, ADDRESS)


def test_a_broken_picture_is_said_to_be_broken() -> None:
    with pytest.raises(CannotBeOpened):
        stamped(samples.truncated(), LINES, ADDRESS)
