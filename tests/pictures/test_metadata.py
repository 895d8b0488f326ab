"""Metadata (元数据): what a file says of itself is read from each format, and a broken block breaks nothing."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
import pytest
from PIL import Image

from app.domain.file_says import editor, file_position, file_time, is_machine_made
from app.pictures import segments
from app.pictures.metadata import metadata_of
from tests import samples

AI = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:CreatorTool="Adobe Photoshop 26.0" Iptc4xmpExt:DigitalSourceType="%s"/></x:xmpmeta>'


def exif(**fields: str) -> Image.Exif:
    """A camera's block: made 2026-11-12 10:26:41 in China, at 29°32'45.6"N 119°30'36"E."""
    block = Image.Exif()
    block[0x010F], block[0x0131] = "HUAWEI", fields.get("software", "LIO-AN00 11.0.0.170")
    inner = block.get_ifd(0x8769)
    inner[0x9003] = fields.get("taken", "2026:11:12 10:26:41")
    if "offset" in fields:
        inner[0x9011] = fields["offset"]
    place = block.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (29.0, 32.0, 45.6), "E", (119.0, 30.0, 36.0)
    return block


def written(kind: str, block: Image.Exif) -> bytes:
    out = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(samples.scene()).save(out, exif=block.tobytes(), quality=90)
    else:
        samples.scene().save(out, kind, exif=block)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_time_place_and_program_are_read_from_each_format(kind: str) -> None:
    fields = metadata_of(written(kind, exif()), f"image/{kind.lower()}")
    assert fields["Make"] == "HUAWEI"
    taken, position = file_time(fields), file_position(fields)
    assert taken is not None
    assert taken.isoformat() == "2026-11-12T10:26:41+08:00"
    assert position is not None
    assert (round(position.lon, 4), round(position.lat, 4)) == (119.51, 29.546)
    assert editor(fields) is None
    assert not is_machine_made(fields)


def test_the_file_s_own_offset_counts() -> None:
    taken = file_time(metadata_of(written("JPEG", exif(offset="-05:00")), "image/jpeg"))
    assert taken is not None
    assert taken.utcoffset() is not None
    assert taken.isoformat() == "2026-11-12T10:26:41-05:00"


def test_segments_that_came_apart_say_the_same_as_the_picture() -> None:
    block, words = exif().tobytes(), XMP % AI
    apart = segment(0xE1, block) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + words)
    segments.check_segments(BytesIO(apart))
    fields = metadata_of(apart, segments.MEDIA_TYPE)
    assert fields["DateTimeOriginal"] == "2026:11:12 10:26:41"
    assert editor(fields) == "Adobe Photoshop 26.0"
    assert is_machine_made(fields)


def test_content_credentials_are_noticed() -> None:
    apart = segment(0xEB, b"JP\0\1\0\0\0\1\0\0\1\0jumb\0\0\0\x1ejumdc2pa c2pa.actions " + AI)
    fields = metadata_of(apart, segments.MEDIA_TYPE)
    assert fields["ContentCredentials"] is True
    assert is_machine_made(fields)


def test_a_camera_that_computes_its_picture_is_not_machine_made() -> None:
    apart = segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP % AI.replace(b"trainedAlgorithmicMedia", b"computationalCapture")
    )
    assert not is_machine_made(metadata_of(apart, segments.MEDIA_TYPE))


@pytest.mark.parametrize(
    "content",
    [samples.with_broken_exif(), samples.truncated(), samples.png(), b"\xff\xe1\0\x0aExif\0\0MM", b"no picture", b""],
)
def test_what_cannot_be_read_says_less_and_fails_nowhere(content: bytes) -> None:
    for media_type in ("image/jpeg", segments.MEDIA_TYPE):
        assert file_time(metadata_of(content, media_type)) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"DateTimeOriginal": "0000:00:00 00:00:00"},
        {"DateTimeOriginal": 7, "GPSLatitude": "x", "GPSLongitude": [1]},
        {"GPSLatitude": [0.0, 0.0, 0.0], "GPSLongitude": [0.0, 0.0, 0.0]},
        {"GPSLatitude": [float("nan"), 0.0, 0.0], "GPSLongitude": [1.0, 0.0, 0.0]},
        {"GPSLatitude": [91.0, 0.0, 0.0], "GPSLongitude": [1.0, 0.0, 0.0]},
        {"DigitalSourceType": "trainedAlgorithmicMedia", "Software": None},
    ],
)
def test_a_claim_of_any_shape_is_read_without_fault(fields: dict[str, object]) -> None:
    assert (file_time(fields), file_position(fields), editor(fields), is_machine_made(fields)) == (
        None,
        None,
        None,
        False,
    )
