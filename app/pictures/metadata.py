"""Metadata (元数据): what stands in a picture's EXIF, XMP and content credentials, as fields; a broken block says less, never fails."""

import re
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from app.domain.problems import Problem
from app.pictures import segments
from app.pictures.header import BROKEN, opened

TAGS = {0x010F: "Make", 0x0110: "Model", 0x0131: "Software"}
INNER = {0x9003: "DateTimeOriginal", 0x9011: "OffsetTimeOriginal"}
PLACE = {1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude"}
SOURCE_TYPE = re.compile(rb"digitalsourcetype/([A-Za-z]{4,48})")  # in XMP and in C2PA's assertions alike
TOOL = re.compile(rb"CreatorTool(?:=\"|>)([^\"<]{1,200})")
CREDENTIALS = b"c2pa"
LONGEST = 200  # letters of one field

Fields = dict[str, Any]


def metadata_of(content: bytes, media_type: str) -> Fields:
    """Of a picture, or of the segments that came apart from it."""
    exif = _of_segments(content) if media_type == segments.MEDIA_TYPE else _of_picture(content)
    return {**_fields(exif), **_beside_exif(content)}


def _of_picture(content: bytes) -> Image.Exif:
    try:
        with opened(BytesIO(content)) as picture:
            return picture.getexif()
    except (*BROKEN, Problem):
        return Image.Exif()


def _of_segments(content: bytes) -> Image.Exif:
    exif = Image.Exif()
    start = content.find(b"Exif\0\0")
    if start >= 0:
        try:
            exif.load(content[start:])
        except BROKEN:
            return Image.Exif()
    return exif


def _fields(exif: Image.Exif) -> Fields:
    """One folder that cannot be read takes nothing from the others."""
    folders = ((exif, TAGS), (_folder(exif, ExifTags.IFD.Exif), INNER), (_folder(exif, ExifTags.IFD.GPSInfo), PLACE))
    read = ((name, _plain(folder.get(tag))) for folder, names in folders for tag, name in names.items())
    return {name: value for name, value in read if value is not None}


def _folder(exif: Image.Exif, ifd: int) -> dict[int, Any]:
    try:
        return exif.get_ifd(ifd)
    except BROKEN:
        return {}


def _plain(value: object) -> str | float | list[float] | None:
    """As JSON can hold it: text without control letters, numbers that are numbers."""
    if isinstance(value, str):
        return "".join(letter for letter in value if letter.isprintable())[:LONGEST].strip() or None
    if isinstance(value, tuple):
        parts = [_number(part) for part in value[:4]]
        return [part for part in parts if part is not None] if None not in parts else None
    return _number(value)


def _number(value: object) -> float | None:
    if isinstance(value, IFDRational):
        return float(value) if value.denominator else None
    return float(value) if isinstance(value, int | float) else None


def _beside_exif(content: bytes) -> Fields:
    """Found by their own words wherever the format keeps them; pixels do not spell such words."""
    types = sorted({found.decode() for found in SOURCE_TYPE.findall(content)})
    tool = TOOL.search(content)
    said: Fields = {"DigitalSourceType": types} if types else {}
    if tool:
        said["CreatorTool"] = _plain(tool[1].decode("utf-8", "replace"))
    if CREDENTIALS in content and b"jumb" in content:
        said["ContentCredentials"] = True
    return said
