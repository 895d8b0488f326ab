"""The demo's pictures: drawn, marked 示例, each of its own hash, and no crash without the Chinese font."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.demo import scene
from app.demo.album import NAMES, Album

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def pixels(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def test_two_shots_of_one_scene_have_two_hashes_and_the_same_pixels() -> None:
    album = Album(width=240)
    (first, _), (second, _) = (album.shot("WS", 0, NOW, fixed=False) for _ in range(2))
    assert first != second
    assert not differ(pixels(first), pixels(second))


@pytest.mark.parametrize("dimension", NAMES)
def test_before_and_after_differ(dimension: str) -> None:
    before, after = (scene.scene(dimension, 0, fixed=fixed, words="示例") for fixed in (False, True))
    assert differ(before.crop((0, 150, 1200, 830)), after.crop((0, 150, 1200, 830)))


def test_the_mark_stands_in_the_picture() -> None:
    marked = scene.scene("WS", 0, fixed=False, words="示例 · 环境卫生")
    sky = Image.new("RGB", marked.size, scene.SKIES[0])
    assert differ(marked.crop((860, 30, 1200, 180)), sky.crop((860, 30, 1200, 180)))


def test_a_machine_without_the_chinese_font_still_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    with_font = scene.scene("SS", 1, fixed=True, words="示例")
    monkeypatch.setattr(scene, "NOTO", Path("/nowhere/font.ttc"))
    without = scene.scene("SS", 1, fixed=True, words="示例")
    assert differ(with_font, without)


def test_small_pictures_are_those_the_worker_would_make() -> None:
    content, small = Album(width=400).shot("XL", 1, NOW, fixed=False)
    assert {size: max(pixels(print_).size) for size, print_ in small.items()} == {1600: 400, 320: 320}
    assert b"Exif" in content
    assert not any(b"Exif" in print_ for print_ in small.values())
