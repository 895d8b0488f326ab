"""Likeness (相似): a copy is known again however it was edited, and two photos of one place are not one."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from app.pictures.likeness import Likeness, likeness
from app.pictures.looks import Look, guesses_of, look_at, look_of, sought_of, words_of
from app.pictures.prints import SMALL, prints_of
from deploy.local.places import ROOT

FOR_EVER = [-44382982, 752068810]
Turn = Image.Transpose


@cache
def street(seed: int, shift: int = 0) -> Image.Image:
    """Walls, windows and gravel; `shift` moves what stands near against what stands far, as a step aside does."""
    chance = np.random.default_rng(seed)
    far = Image.fromarray(chance.integers(90, 160, (60, 80, 3), dtype=np.uint8)).resize(
        (1600, 1200), Image.Resampling.BICUBIC
    )
    grain = (
        Image.fromarray(chance.integers(0, 255, (300, 400), dtype=np.uint8))
        .resize((1600, 1200))
        .filter(ImageFilter.GaussianBlur(3))
    )
    picture = Image.blend(far, Image.merge("RGB", [grain] * 3), 0.35)
    draw = ImageDraw.Draw(picture)
    for n in range(70):
        x, y = (int(it) for it in chance.integers(0, (1600, 1200)))
        size = int(chance.integers(30, 170))
        near = shift * (n % 5)
        colour = tuple(int(it) for it in chance.integers(0, 255, 3))
        draw.rectangle((x + near, y, x + near + size, y + size * 2 // 3), fill=colour, outline="black", width=4)
    return picture


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def look(picture: Image.Image, quality: int = 80) -> Look:
    return look_of(prints_of(jpeg(picture, quality))[SMALL])


def compared(edited: Image.Image, quality: int = 80) -> Likeness:
    return likeness(look(edited, quality), look(street(1)))


def stamped(picture: Image.Image) -> Image.Image:
    stamped = picture.copy()
    draw = ImageDraw.Draw(stamped)
    draw.rectangle((0, 1000, 1600, 1200), fill="black")
    draw.text((40, 1040), "2026-03-18 09:26:41  119.510000,29.546000", fill="white", font_size=60)
    return stamped


def at(result: Likeness, x: float, y: float) -> tuple[float, float]:
    across, down, depth = np.array(result.matrix).reshape(3, 3) @ np.array([x, y, 1])
    return float(across / depth), float(down / depth)


EDITS = {
    "as it was": lambda it: it,
    "smaller": lambda it: it.resize((640, 480)),
    "brighter": lambda it: ImageEnhance.Brightness(it).enhance(1.4),
    "stamped": stamped,
    "cropped": lambda it: it.crop((280, 60, 1560, 1020)),
    "mirrored": lambda it: it.transpose(Turn.FLIP_LEFT_RIGHT),
    "a quarter turned": lambda it: it.transpose(Turn.ROTATE_90),
    "upside down": lambda it: it.transpose(Turn.ROTATE_180),
    "a little turned": lambda it: it.rotate(4, Image.Resampling.BICUBIC).crop((120, 120, 1480, 1080)),
    "painted over": lambda it: (copy := it.copy(), copy.paste("gray", (500, 400, 900, 700)))[0],
    "askew on a screen": lambda it: it.transform(
        (1600, 1200), Image.Transform.QUAD, (-40, -30, -70, 1235, 1660, 1250, 1625, -60), Image.Resampling.BICUBIC
    ).filter(ImageFilter.GaussianBlur(1)),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_found_by_its_words_and_known_for_the_same(edit: str) -> None:
    edited = EDITS[edit](street(1))
    remembered, asked = set(words_of(look(street(1)))), guesses_of(sought_of(look(edited)))
    assert len(remembered.intersection(asked)) >= 3
    result = compared(edited)
    assert result.same, result
    assert result.mirrored == (edit == "mirrored")


def test_a_strong_compression_changes_nothing() -> None:
    assert compared(street(1), quality=25).same


def test_a_photo_from_a_step_aside_is_another_one_however_much_of_it_agrees() -> None:
    aside = likeness(look(street(1, shift=6)), look(street(1)))
    assert aside.fits >= 10
    assert not aside.same


def test_another_street_shares_next_to_nothing() -> None:
    assert len(set(words_of(look(street(1)))).intersection(guesses_of(sought_of(look(street(2)))))) <= 2
    assert not likeness(look(street(2)), look(street(1))).same


def test_a_picture_without_anything_to_see_is_like_no_other() -> None:
    blank = look_at(np.full((240, 320), 128, np.uint8))
    assert (words_of(blank), guesses_of(sought_of(blank))) == ([], [])
    assert likeness(blank, look(street(1))) == likeness(look(street(1)), blank) == Likeness()


def test_the_matrix_lays_the_earlier_picture_over_the_later_one() -> None:
    result = compared(street(1).crop((160, 120, 1440, 1080)))
    assert at(result, 0.5, 0.5) == pytest.approx((0.5, 0.5), abs=0.005)
    assert at(result, 0.1, 0.1) == pytest.approx((0, 0), abs=0.005)


def test_it_mirrors_what_was_mirrored() -> None:
    result = compared(street(1).transpose(Turn.FLIP_LEFT_RIGHT))
    assert at(result, 0.2, 0.3) == pytest.approx((0.8, 0.3), abs=0.005)


def test_words_mean_the_same_for_ever() -> None:
    """What is remembered of millions of old photos is asked for by tomorrow's code."""
    first, second = np.eye(128, dtype=np.float32)[5], np.full(128, 128**-0.5, np.float32)
    known = Look(
        np.zeros((9, 9), np.uint8), np.zeros((2, 2), np.float32), np.ones(2, np.complex64), np.stack([first, second])
    )
    assert words_of(known) == FOR_EVER
    assert set(FOR_EVER) < set(guesses_of(sought_of(known)))


def test_the_web_does_not_load_what_only_workers_need() -> None:
    """It would cost each of its processes a quarter of a second and 80 MB."""
    words = "import sys; import app.factory; print(sorted({'cv2', 'numpy'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
