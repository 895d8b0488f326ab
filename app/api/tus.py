"""tus 1.0.0 (续传协议): what its headers say, and how ours are written."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from flask import Response, request
from werkzeug.exceptions import ClientDisconnected

from app.domain.problems import Problem

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PART = "application/offset+octet-stream"
CHUNK = 8 * 1024  # what a broken wire loses at most: on a thin line two seconds
SHA256 = re.compile(r"\A[0-9a-f]{64}\Z")
LONGEST_NUMBER = 12


def speak() -> None:
    """Refuse a caller that speaks another version."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Problem("tus_version")


def number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit()) or len(value) > LONGEST_NUMBER:
        raise Problem("upload_header", header=header)
    return int(value)


def metadata() -> tuple[str, str]:
    """The declared SHA-256 and type; other keys (a file's name, say) are not even read."""
    pairs = (pair.split() for pair in request.headers.get("Upload-Metadata", "").split(","))
    try:
        told = {pair[0]: b64decode(pair[1], validate=True).decode() for pair in pairs if len(pair) == 2}
    except (NotBase64, UnicodeDecodeError) as error:
        raise Problem("upload_header", header="Upload-Metadata") from error
    sha256, media_type = told.get("sha256", ""), told.get("filetype", "")
    if not SHA256.match(sha256) or not media_type:
        raise Problem("upload_header", header="Upload-Metadata")
    return sha256, media_type


def metadata_header(sha256: str, media_type: str) -> str:
    told = {"sha256": sha256, "filetype": media_type}
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())


def chunks(room: int) -> Iterator[bytes]:
    """The body piece by piece, `room` bytes at most. A wire that breaks ends it: what came until then counts."""
    while room:
        try:
            chunk = request.stream.read(min(CHUNK, room))
        except (ClientDisconnected, OSError):
            return
        if not chunk:
            return
        room -= len(chunk)
        yield chunk


def dress(response: Response) -> Response:
    """Every answer says which version it speaks, refusals too."""
    response.headers["Tus-Resumable"] = VERSION
    if response.status_code == 412:
        response.headers["Tus-Version"] = VERSION
    return response


def instant(at: datetime) -> str:
    return format_datetime(at, usegmt=True)
