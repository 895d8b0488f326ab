"""Prints (小图): upright, small, and nothing of the original's metadata in them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from tests import pictures
from workers.prints import LARGE, SMALL, CannotBeOpened, prints_of


def shown(content: bytes, size: int = LARGE) -> Image.Image:
    return Image.open(BytesIO(prints_of(content)[size]))


@pytest.mark.parametrize("tag", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(tag: int) -> None:
    picture = shown(pictures.jpeg(tag))
    assert (pictures.corners(picture), picture.size) == (pictures.UPRIGHT, (80, 60))


@pytest.mark.parametrize("tag", [1, 3, 6, 8])
def test_a_heic_photo_is_not_turned_twice(tag: int) -> None:
    picture = shown(pictures.heic(tag))
    assert (pictures.corners(picture), picture.size) == (pictures.UPRIGHT, (80, 60))


def test_of_a_photo_with_more_pictures_the_first_is_shown() -> None:
    assert pictures.corners(shown(pictures.mpo())) == pictures.UPRIGHT


@pytest.mark.parametrize("content", [pictures.png(), pictures.webp()], ids=["png", "webp"])
def test_other_pictures_are_shown_as_well(content: bytes) -> None:
    assert pictures.corners(shown(content)) == pictures.UPRIGHT


def test_what_is_transparent_is_shown_white() -> None:
    assert pictures.corners(shown(pictures.png("RGBA"))) == ["white"] * 4


def test_no_place_description_or_comment_is_left_in_what_is_shown() -> None:
    content = pictures.jpeg(6, comment=pictures.SPOKEN)
    assert b"secret place" in content
    assert pictures.SPOKEN.encode() in content
    for made in prints_of(content).values():
        assert not dict(Image.open(BytesIO(made)).getexif())
        assert b"secret" not in made
        assert b"script" not in made


def test_a_large_photo_is_made_to_fit_both_sizes() -> None:
    content = pictures.jpeg(6, size=(3000, 4000))
    assert (shown(content, LARGE).size, shown(content, SMALL).size) == ((1200, 1600), (240, 320))


def test_a_small_photo_is_never_made_larger() -> None:
    assert shown(pictures.jpeg(), SMALL).size == (80, 60)


def test_a_picture_with_broken_metadata_is_a_fine_picture() -> None:
    assert pictures.corners(shown(pictures.with_broken_exif())) == pictures.UPRIGHT


def with_profile(profile: bytes) -> bytes:
    written = BytesIO()
    pictures.scene().save(written, "JPEG", quality=95, icc_profile=profile)
    return written.getvalue()


def test_colours_are_shown_as_the_profile_means_them_and_the_profile_is_left_out() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    picture = shown(with_profile(swapped))
    assert pictures.corners(picture) == ["green", "red", "blue", "white"]
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("profile", [b"rubbish", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_an_unusable_profile_is_no_obstacle(profile: bytes) -> None:
    assert pictures.corners(shown(with_profile(profile))) == pictures.UPRIGHT


@pytest.mark.parametrize("content", [pictures.truncated(), b"", b"%PDF-1.7"], ids=["truncated", "empty", "pdf"])
def test_what_cannot_be_opened_is_said_to_be_so(content: bytes) -> None:
    with pytest.raises(CannotBeOpened):
        prints_of(content)
