"""Covered pictures (遮盖后的图): opaque, in one colour, a little beyond the box, and nothing of the file but its pixels."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from app.domain.mask import Box
from app.pictures.cover import covered, covered_jpeg
from app.pictures.prints import LARGE, SMALL, CannotBeOpened, prints_of
from tests import samples
from tests.masked import RED_QUARTER, has_red, is_covered

PRINTS = prints_of(samples.jpeg(size=(2000, 1500)))


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_nothing_of_what_is_covered_is_left(size: int) -> None:
    assert has_red(PRINTS[size])
    content = covered(PRINTS[size], (RED_QUARTER,))
    assert is_covered(content)
    assert not has_red(content)


def test_the_rest_stays_as_it_was() -> None:
    picture = Image.open(BytesIO(covered(PRINTS[LARGE], (Box(0.05, 0.05, 0.02, 0.02),))))
    assert (picture.size, samples.corners(picture)) == ((1600, 1200), samples.UPRIGHT)


def test_a_box_covers_a_little_more_than_was_drawn() -> None:
    content = covered(PRINTS[LARGE], (Box(0.2, 0.2, 0.1, 0.1),))
    assert [is_covered(content, (x, 0.25)) for x in (0.195, 0.305, 0.18, 0.32)] == [True, True, False, False]


def test_several_boxes_are_all_covered() -> None:
    content = covered(PRINTS[SMALL], (Box(0, 0, 0.1, 0.1), Box(0.8, 0.8, 0.2, 0.2)))
    assert [is_covered(content, spot) for spot in ((0.05, 0.05), (0.95, 0.95), (0.5, 0.3))] == [True, True, False]


def test_what_leaves_the_house_carries_nothing_beside_its_pixels() -> None:
    """The sent file has a place, a description and a comment; even laid in directly, none of it comes through."""
    content = covered_jpeg(samples.jpeg(size=(800, 600), comment="secret comment"), (RED_QUARTER,))
    file = Image.open(BytesIO(content))
    assert (file.format, dict(file.getexif()), file.info.get("comment")) == ("JPEG", {}, None)
    assert b"secret" not in content
    assert not has_red(content)


def test_a_broken_file_gives_no_picture_at_all() -> None:
    with pytest.raises(CannotBeOpened):
        covered(samples.truncated(), (RED_QUARTER,))
