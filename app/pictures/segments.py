"""Segments (元数据段): EXIF, XMP and content credentials of an untouched JPEG, sent apart from it (decision 38).

They follow the photo as a small blob bound by `metadata_sha256`, for the case that the original itself never comes.
"""

import struct
from typing import IO

from app.domain.problems import Problem

MEDIA_TYPE = "application/vnd.xunzhen.segments"
MOST = 1_000_000  # bytes
KINDS = frozenset({0xE1, 0xEB, 0xED})  # APP1, APP11, APP13 (ITU-T T.81, table B.1)


def check_segments(file: IO[bytes]) -> None:
    """Refuses anything but whole segments of these kinds, one behind the other; what they say is read elsewhere."""
    some = False
    while head := file.read(4):
        if len(head) < 4 or head[0] != 0xFF or head[1] not in KINDS:
            raise Problem("not_segments")
        length = struct.unpack(">H", head[2:])[0] - 2  # its own two bytes count
        if length < 0 or len(file.read(length)) < length:
            raise Problem("not_segments")
        some = True
    if not some:
        raise Problem("not_segments")
