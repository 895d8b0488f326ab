"""Layouts (布局): rows alone tell a copy from a stranger that shares words with it, before any picture is opened."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from app.pictures.layouts import ALIKE, CLEARLY, NOTHING, PACKED, Agreed, agreed, layout_of, to_open
from app.pictures.likeness import likeness, likeness_laid
from app.pictures.looks import MOST, Look, look_at, sought_of
from tests.pictures.test_likeness import EDITS, look, street

MIRRORED = street(1).transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def scattered(of: Look) -> bytes:
    """Ten of its words, each where another one was: a stranger that shares them by chance."""
    rows = np.frombuffer(layout_of(of), PACKED).copy()
    rows, chance = rows[:: len(rows) // 10], np.random.default_rng(1)
    for part in ("x", "y", "size", "angle"):
        rows[part] = chance.permutation(rows[part])
    return rows.tobytes()


def in_common(later: Look, layout: bytes) -> Agreed:
    return agreed(sought_of(later), later, layout)


def opened(later: Look, *likely: tuple[str, bytes | None]) -> list[str]:
    return [name for name, _ in to_open(sought_of(later), later, likely)]


@pytest.mark.parametrize("edit", EDITS)
def test_the_words_of_a_copy_lie_alike_however_it_was_edited(edit: str) -> None:
    found = in_common(look(EDITS[edit](street(1))), layout_of(look(street(1))))
    assert found.places >= CLEARLY
    assert found.mirrored == (edit == "mirrored")


def test_words_that_lie_elsewhere_do_not_count_however_many_they_are() -> None:
    assert in_common(look(street(1)), scattered(look(street(1)))).places < ALIKE


def test_it_takes_ten_bytes_a_word() -> None:
    assert 0 < len(layout_of(look(street(1)))) <= 10 * MOST


def test_of_those_that_share_words_only_the_one_that_lies_alike_is_opened() -> None:
    here = look(street(1))
    assert opened(here, ("stranger", scattered(here)), ("copy", layout_of(here))) == ["copy"]


def test_the_likeliest_is_opened_where_none_lies_alike() -> None:
    first, second = (layout_of(look(street(seed))) for seed in (2, 3))
    assert opened(look(street(1)), ("first", first), ("second", second)) == ["first"]


def test_those_without_a_layout_are_opened_beside_the_copy_that_has_one() -> None:
    assert opened(look(street(1)), ("old", None), ("copy", layout_of(look(street(1))))) == ["copy", "old"]


def test_a_picture_without_anything_to_see_lies_like_no_other() -> None:
    blank = look_at(np.full((240, 320), 128, np.uint8))
    assert layout_of(blank) == b""
    assert in_common(blank, layout_of(look(street(1)))) == in_common(look(street(1)), b"") == NOTHING


@pytest.mark.parametrize("picture", [street(1), MIRRORED], ids=["as it was", "mirrored"])
def test_laid_over_by_its_words_a_copy_is_the_same_and_lies_as_by_its_features(picture: Image.Image) -> None:
    later, earlier = look(picture), look(street(1))
    laid = likeness_laid(later, earlier.gray, in_common(later, layout_of(earlier)))
    assert laid.same
    assert laid.mirrored == (picture is MIRRORED)
    assert laid.matrix == pytest.approx(likeness(later, earlier).matrix, abs=0.01)


def test_where_the_words_do_not_decide_the_features_do() -> None:
    later, earlier = look(street(1)), look(street(1))
    assert likeness_laid(later, earlier.gray, NOTHING) == likeness(later, earlier)


def test_a_photo_from_a_step_aside_is_another_one_by_its_words_too() -> None:
    later, earlier = look(street(1, shift=6)), look(street(1))
    found = in_common(later, layout_of(earlier))
    assert found.places >= CLEARLY
    assert not likeness_laid(later, earlier.gray, found).same
