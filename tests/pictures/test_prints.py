"""Prints (小图): upright, small, and nothing of the original's metadata in them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms

from app.pictures.prints import LARGE, SMALL, CannotBeOpened, prints_of
from tests import samples
from tests.abuse import bad_pictures


def shown(content: bytes, size: int = LARGE) -> Image.Image:
    return Image.open(BytesIO(prints_of(content)[size]))


@pytest.mark.parametrize("tag", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(tag: int) -> None:
    picture = shown(samples.jpeg(tag))
    assert (samples.corners(picture), picture.size) == (samples.UPRIGHT, (80, 60))


@pytest.mark.parametrize("tag", [1, 3, 6, 8])
def test_a_heic_photo_is_not_turned_twice(tag: int) -> None:
    picture = shown(samples.heic(tag))
    assert (samples.corners(picture), picture.size) == (samples.UPRIGHT, (80, 60))


@pytest.mark.parametrize("tag", range(1, 9))
def test_an_avif_photo_is_turned_as_its_container_says(tag: int) -> None:
    picture = shown(samples.avif(tag))
    assert (samples.corners(picture), picture.size) == (samples.UPRIGHT, (80, 60))


def test_of_a_photo_with_more_pictures_the_first_is_shown() -> None:
    assert samples.corners(shown(samples.mpo())) == samples.UPRIGHT


@pytest.mark.parametrize("content", [samples.png(), samples.webp()], ids=["png", "webp"])
def test_other_pictures_are_shown_as_well(content: bytes) -> None:
    assert samples.corners(shown(content)) == samples.UPRIGHT


def test_what_is_transparent_is_shown_white() -> None:
    assert samples.corners(shown(samples.png("RGBA"))) == ["white"] * 4


def test_a_large_transparent_picture_is_shrunk_strip_by_strip_and_looks_the_same() -> None:
    seen = samples.scene((6500, 700)).convert("RGBA")
    seen.putalpha(Image.linear_gradient("L").resize(seen.size))
    written = BytesIO()
    seen.save(written, "PNG", compress_level=1)
    under = Image.new("RGB", seen.size, "white")
    under.paste(seen, mask=seen.getchannel("A"))
    expected = under.resize((1600, 172), Image.Resampling.BOX)
    off = ImageChops.difference(shown(written.getvalue()), expected).resize((160, 17), Image.Resampling.BOX)
    assert max(high for _low, high in off.getextrema()) < 12


def test_no_place_description_or_comment_is_left_in_what_is_shown() -> None:
    content = samples.jpeg(6, comment=samples.SPOKEN)
    assert b"secret place" in content
    assert samples.SPOKEN.encode() in content
    for made in prints_of(content).values():
        assert not dict(Image.open(BytesIO(made)).getexif())
        assert b"secret" not in made
        assert b"script" not in made


def test_a_large_photo_is_made_to_fit_both_sizes() -> None:
    content = samples.jpeg(6, size=(3000, 4000))
    assert (shown(content, LARGE).size, shown(content, SMALL).size) == ((1200, 1600), (240, 320))


def test_a_small_photo_is_never_made_larger() -> None:
    assert shown(samples.jpeg(), SMALL).size == (80, 60)


def test_a_picture_with_broken_metadata_is_a_fine_picture() -> None:
    assert samples.corners(shown(samples.with_broken_exif())) == samples.UPRIGHT


def with_profile(profile: bytes) -> bytes:
    written = BytesIO()
    samples.scene().save(written, "JPEG", quality=95, icc_profile=profile)
    return written.getvalue()


def test_colours_are_shown_as_the_profile_means_them_and_the_profile_is_left_out() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    picture = shown(with_profile(swapped))
    assert samples.corners(picture) == ["green", "red", "blue", "white"]
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("profile", [b"rubbish", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_an_unusable_profile_is_no_obstacle(profile: bytes) -> None:
    assert samples.corners(shown(with_profile(profile))) == samples.UPRIGHT


NO_PALETTE = bad_pictures.all_of_them()["png: a palette that is missing"]


@pytest.mark.parametrize(
    "content",
    [samples.truncated(), b"", b"%PDF-1.7", NO_PALETTE],
    ids=["truncated", "empty", "pdf", "no palette"],
)
def test_what_cannot_be_opened_is_said_to_be_so(content: bytes) -> None:
    with pytest.raises(CannotBeOpened):
        prints_of(content)
