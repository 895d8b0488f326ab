"""Things (街上的东西): what is wrong in each dimension, and how it looks once it is right. `x` moves all of it."""

from collections.abc import Callable

from PIL.ImageDraw import ImageDraw as Pen

INK, PAPER, GREEN, RED, YELLOW, BLUE = "#1a2321", "#fffdf8", "#19704e", "#b5301f", "#e6ae17", "#1f5fa0"
GREY, OCHRE, LEAF, WATER, SOIL = "#5f6763", "#995829", "#4f8f6c", "#8fb6c9", "#a9855f"


def _bin(pen: Pen, x: int, lid_open: bool) -> None:
    pen.rectangle((x, 560, x + 90, 680), fill=GREEN)
    pen.polygon([(x - 6, 560), (x + 96, 560), (x + 96, 545), (x - 6, 530 if lid_open else 545)], fill=INK)
    pen.ellipse((x + 8, 672, x + 28, 692), fill=INK)
    pen.ellipse((x + 62, 672, x + 82, 692), fill=INK)


def _rubbish(pen: Pen, x: int) -> None:
    for number, colour in enumerate((GREY, OCHRE, PAPER, INK, OCHRE, GREY, PAPER)):
        left = x + number * 48
        pen.ellipse((left, 640 - 12 * (number % 3), left + 66, 706), fill=colour, outline=INK, width=2)


def waste(pen: Pen, x: int) -> None:
    for left in (300, 420):
        _bin(pen, x + left, lid_open=True)
    _rubbish(pen, x + 520)


def waste_gone(pen: Pen, x: int) -> None:
    for left in (300, 420, 540):
        _bin(pen, x + left, lid_open=False)


def goods_out(pen: Pen, x: int) -> None:
    pen.polygon([(x + 240, 470), (x + 700, 470), (x + 740, 530), (x + 200, 530)], fill=RED)
    for number in range(5):
        left = x + 230 + number * 100
        pen.rectangle((left, 610 - 20 * (number % 2), left + 84, 690), fill=OCHRE, outline=INK, width=3)
        pen.ellipse((left + 10, 590 - 20 * (number % 2), left + 74, 630), fill=LEAF)


def goods_in(pen: Pen, x: int) -> None:
    pen.line((x + 180, 606, x + 760, 606), fill=YELLOW, width=8)


def _car(pen: Pen, x: int, y: int, colour: str) -> None:
    pen.rounded_rectangle((x, y, x + 240, y + 70), 18, fill=colour, outline=INK, width=3)
    pen.polygon([(x + 45, y), (x + 80, y - 48), (x + 165, y - 48), (x + 200, y)], fill=WATER, outline=INK)
    for wheel in (35, 165):
        pen.ellipse((x + wheel, y + 45, x + wheel + 46, y + 91), fill=INK)


def cars_anyhow(pen: Pen, x: int) -> None:
    for number, colour in enumerate((BLUE, PAPER, RED)):
        _car(pen, x + 120 + number * 290, 620 + 45 * (number % 2), colour)


def cars_in_bays(pen: Pen, x: int) -> None:
    for number in range(4):
        pen.line((x + 110 + number * 280, 700, x + 90 + number * 280, 830), fill=PAPER, width=7)
    _car(pen, x + 130, 730, BLUE)
    _car(pen, x + 410, 730, PAPER)


def _poles(pen: Pen, x: int) -> None:
    for left in (150, 860):
        pen.rectangle((x + left, 180, x + left + 22, 690), fill=GREY)
        pen.rectangle((x + left - 50, 215, x + left + 72, 228), fill=GREY)


def wires_tangled(pen: Pen, x: int) -> None:
    _poles(pen, x)
    for number in range(9):
        pen.arc((x + 160 - 9 * number, 60 + 14 * number, x + 872, 400 + 28 * number), 0, 180, fill=INK, width=4)


def wires_straight(pen: Pen, x: int) -> None:
    _poles(pen, x)
    for number in range(3):
        pen.line((x + 160, 222 + 14 * number, x + 872, 222 + 14 * number), fill=INK, width=4)


def wall_shabby(pen: Pen, x: int) -> None:
    for number in range(6):
        left, top = x + 80 + number * 150, 350 + 60 * (number % 3)
        pen.polygon([(left, top), (left + 90, top + 12), (left + 70, top + 76), (left - 12, top + 58)], fill=SOIL)
    pen.polygon([(x + 430, 420), (x + 800, 450), (x + 790, 520), (x + 420, 485)], fill=RED, outline=INK)


def wall_plain(pen: Pen, x: int) -> None:
    pen.rectangle((x + 420, 430, x + 760, 480), fill=GREEN)


def green_bare(pen: Pen, x: int) -> None:
    pen.ellipse((x + 180, 590, x + 760, 720), fill=SOIL, outline=GREY, width=6)
    for left in (300, 470, 620):
        pen.line((x + left, 650, x + left, 560), fill=OCHRE, width=8)
    _rubbish(pen, x + 250)


def green_full(pen: Pen, x: int) -> None:
    pen.ellipse((x + 180, 590, x + 760, 720), fill=LEAF, outline=GREY, width=6)
    for number in range(6):
        left = x + 210 + number * 86
        pen.ellipse((left, 530, left + 100, 640), fill=GREEN)


def hole_open(pen: Pen, x: int) -> None:
    pen.ellipse((x + 330, 700, x + 560, 790), fill=INK)
    pen.ellipse((x + 600, 730, x + 800, 800), fill=SOIL, outline=INK, width=4)
    for number in range(4):
        pen.line((x + 560, 745, x + 700 + 40 * number, 700 + 20 * number), fill=INK, width=4)


def hole_closed(pen: Pen, x: int) -> None:
    pen.ellipse((x + 330, 700, x + 560, 790), fill=GREY, outline=INK, width=6)
    for number in range(5):
        pen.line((x + 380 + number * 32, 722, x + 380 + number * 32, 768), fill=INK, width=4)


def way_blocked(pen: Pen, x: int) -> None:
    pen.rectangle((x + 300, 380, x + 620, 690), fill=GREY)
    for number in range(6):
        left, top = x + 310 + 100 * (number % 3), 590 - 90 * (number // 3)
        pen.rectangle((left, top, left + 92, top + 92), fill=OCHRE, outline=INK, width=3)
    pen.rectangle((x + 680, 560, x + 720, 690), fill=RED)


def way_clear(pen: Pen, x: int) -> None:
    pen.rectangle((x + 300, 380, x + 620, 690), fill=PAPER, outline=GREY, width=6)
    for number in range(6):
        pen.polygon(
            [
                (x + 300 + number * 54, 690),
                (x + 327 + number * 54, 690),
                (x + 350 + number * 54, 640),
                (x + 323 + number * 54, 640),
            ],
            fill=YELLOW,
        )
    pen.rectangle((x + 680, 560, x + 720, 690), fill=RED)


Drawn = Callable[[Pen, int], None]
BEFORE: dict[str, Drawn] = {
    "WS": waste,
    "DZ": goods_out,
    "CK": cars_anyhow,
    "XL": wires_tangled,
    "RM": wall_shabby,
    "LS": green_bare,
    "SS": hole_open,
    "AQ": way_blocked,
}
AFTER: dict[str, Drawn] = {
    "WS": waste_gone,
    "DZ": goods_in,
    "CK": cars_in_bays,
    "XL": wires_straight,
    "RM": wall_plain,
    "LS": green_full,
    "SS": hole_closed,
    "AQ": way_clear,
}
