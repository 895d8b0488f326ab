"""Contrast (对比度): computed from the tokens themselves, for both themes and the large type (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[2] / "app/static/src/shared/tokens.css").read_text("utf-8")
RULE = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6}|var\(--[\w-]+\));")
TEXT, SIGN = 4.5, 3.0

GROUNDS = ("paper", "sheet", "wash")
STATES = ("blue", "yellow", "red", "green", "grey", "ochre")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3", "qing") for ground in GROUNDS),
    ("on", "qing", TEXT),
    ("on", "qing-deep", TEXT),
    ("qing", "qing-soft", TEXT),
    ("ink", "qing-soft", TEXT),
    ("ink-2", "qing-soft", TEXT),
    ("on-yellow", "yellow", TEXT),
    *(("on", state, TEXT) for state in STATES if state != "yellow"),
    *((f"{state}-ink", ground, TEXT) for state in STATES for ground in (f"{state}-soft", "sheet", "paper")),
    *(("ink", f"{state}-soft", TEXT) for state in STATES),
    *((line, ground, SIGN) for line in ("edge", "focus") for ground in GROUNDS),
    *((state, "sheet", SIGN) for state in STATES if state != "yellow"),
]


def block(selector: str) -> dict[str, str]:
    start = SHEET.index(selector)
    return dict(RULE.findall(SHEET[start : SHEET.index("}", start)]))


LIGHT = block(":root {")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | block('[data-theme="dark"] {'),
    "light-large": LIGHT | block('[data-type="large"] {'),
    "dark-large": LIGHT | block('[data-theme="dark"] {') | block('[data-type="large"] {'),
}


def colour(theme: dict[str, str], name: str) -> str:
    value = theme[f"--{name}"]
    return colour(theme, value[6:-1]) if value.startswith("var(") else value


def luminance(hexed: str) -> float:
    shares = (int(hexed[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_what_is_read_stands_out_from_its_ground(name: str, front: str, ground: str, least: float) -> None:
    theme = THEMES[name]
    assert contrast(colour(theme, front), colour(theme, ground)) >= least


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_dark_by_the_system_is_the_same_dark() -> None:
    assert block(":root:not([data-theme]) {") == block('[data-theme="dark"] {')


def test_words_on_the_strip_of_a_photo_are_read_over_pure_white() -> None:
    red, green, blue, share = (float(n) for n in re.findall(r"[\d.]+", SHEET.split("--veil: rgb(")[1].split(")")[0]))
    strip = "#" + "".join(f"{round(255 * (1 - share) + c * share):02x}" for c in (red, green, blue))
    assert contrast("#ffffff", strip) >= TEXT
