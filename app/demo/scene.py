"""Scene (示例街景): a drawn street with something to put right, or put right; no photograph of any real place."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.demo.things import AFTER, BEFORE

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED = 2  # which face of the collection
WIDTH, HEIGHT = 1200, 900  # what all measures below are of
SKIES = ("#dbe9e6", "#dfeaf5", "#ebe7da", "#f4e4d3")
WALLS = (("#fffdf8", "#ebe7da", "#f5f2e9"), ("#f5f2e9", "#fffdf8", "#e4e4dc"), ("#ebe7da", "#f4e4d3", "#fffdf8"))
INK, PAPER, QING, ROOF, ROAD, PAVEMENT = "#1a2321", "#fffdf8", "#14505a", "#414c48", "#827c6a", "#dad4c4"
HILL, WINDOW, DOOR = "#86a79c", "#5b6560", "#995829"

Pen = ImageDraw.ImageDraw


def scene(dimension: str, variant: int, *, fixed: bool, words: str) -> Image.Image:
    """One picture; variants differ in sky, walls and in where things stand."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKIES[variant % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    _street(pen, variant)
    (AFTER if fixed else BEFORE)[dimension](pen, 90 * (variant % 3))
    _label(pen, words)
    return picture


def _street(pen: Pen, variant: int) -> None:
    for left, top in ((-200, 230), (260, 280), (700, 210)):
        pen.ellipse((left, top, left + 760, top + 500), fill=HILL)
    for number, wall in enumerate(WALLS[variant % len(WALLS)]):
        _house(pen, 40 + number * 390, 250 + 30 * ((number + variant) % 3), wall)
    pen.rectangle((0, 600, WIDTH, 690), fill=PAVEMENT)
    for x in range(0, WIDTH, 75):
        pen.line((x, 600, x - 25, 690), fill=ROAD, width=2)
    pen.rectangle((0, 690, WIDTH, HEIGHT), fill=ROAD)
    for x in range(40 + 25 * variant, WIDTH, 220):
        pen.rectangle((x, 775, x + 110, 785), fill=PAPER)


def _house(pen: Pen, left: int, top: int, wall: str) -> None:
    """White walls, dark tiles, stepped gables, as houses are there."""
    pen.rectangle((left, top, left + 350, 600), fill=wall, outline=ROOF, width=2)
    pen.polygon([(left - 18, top), (left + 30, top - 60), (left + 320, top - 60), (left + 368, top)], fill=ROOF)
    for step in (0, 330):
        pen.rectangle((left + step, top - 74, left + step + 24, top + 10), fill=wall, outline=ROOF, width=2)
    for column in range(3):
        x = left + 40 + column * 100
        pen.rectangle((x, top + 50, x + 62, top + 120), fill=WINDOW)
        pen.line((x + 31, top + 50, x + 31, top + 120), fill=wall, width=4)
    pen.rectangle((left + 130, 470, left + 220, 600), fill=DOOR)
    pen.line((left + 175, 470, left + 175, 600), fill=ROOF, width=3)


def _label(pen: Pen, words: str) -> None:
    """Nobody may take it for evidence: the word stands across the sky and on a band below. Without the font: EXAMPLE."""
    pen.rectangle((0, 836, WIDTH, HEIGHT), fill=QING)
    if NOTO.exists():
        pen.text((32, 845), words, font=_chinese(NOTO, 34), fill=PAPER)
        pen.text((870, 30), "示例", font=_chinese(NOTO, 120), fill=QING)
    else:
        pen.text((32, 845), "EXAMPLE", font=ImageFont.load_default(34), fill=PAPER)
        pen.text((870, 50), "EXAMPLE", font=ImageFont.load_default(60), fill=QING)


@cache
def _chinese(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size, index=SIMPLIFIED)
