"""Sealed file (救援文件): what a phone could not send, in one file that only the server opens again (decision 41).

A line of JSON says whose it is; behind it each frame is `length (4 bytes, big endian) · nonce (12) · AES-256-GCM`,
sealed with the queue's key and bound to its place in this very file. The first frame is the list of what follows.
"""

import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.problems import Problem

FORMAT = "xunzhen-rescue-1"
LONGEST_HEAD, LONGEST_FRAME = 1_000, 64_000_000  # bytes
NONCE, LEAST_FRAME = 12, 28  # with the tag
MOST_FRAMES = 100_000
SHA256 = re.compile(r"[0-9a-f]{64}")
TYPE = re.compile(r"[a-z0-9.+/-]{1,64}")


@dataclass(frozen=True)
class Head:
    """Whose it is, as the file itself says; only a frame that opens proves it."""

    device_id: UUID
    user_id: UUID
    name: str  # when it was made, as written: part of what each frame is bound to
    made_at: datetime
    frames: int


@dataclass(frozen=True)
class Blob:
    """A photo or a witness, by its hash; its bytes are a frame of their own."""

    sha256: str
    media_type: str


def head_of(file: IO[bytes]) -> Head:
    try:
        said = json.loads(file.readline(LONGEST_HEAD))
        if said["format"] == FORMAT and type(said["frames"]) is int and 1 <= said["frames"] <= MOST_FRAMES:
            made_at = datetime.fromisoformat(said["made_at"])
            return Head(UUID(said["device_id"]), UUID(said["user_id"]), said["made_at"], made_at, said["frames"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as unreadable:
        raise Problem("rescue_unreadable") from unreadable
    raise Problem("rescue_unreadable")


def frames_of(file: IO[bytes], head: Head, key: str) -> Iterator[bytes]:
    """Opened one after the other; cut, changed, moved or foreign frames are one refusal. `key`: 64 hex digits."""
    box = AESGCM(bytes.fromhex(key))
    for i in range(head.frames):
        length = file.read(4)
        size = struct.unpack(">I", length)[0] if len(length) == 4 else 0
        if not LEAST_FRAME <= size <= LONGEST_FRAME:
            raise Problem("rescue_unreadable")
        sealed = file.read(size)
        place = f"rescue:{head.device_id}:{head.name}:{i}/{head.frames}".encode()
        try:
            yield box.decrypt(sealed[:NONCE], sealed[NONCE:], place)
        except InvalidTag as broken:
            raise Problem("rescue_unreadable") from broken


def listed(frame: bytes, head: Head) -> tuple[list[Any], list[Blob]]:
    """The first frame: operations as they stand in the envelope, then what each of the frames behind it is."""
    try:
        said = json.loads(frame)
        operations, blobs = said["operations"], [_blob(each) for each in said["blobs"]]
    except (ValueError, KeyError, TypeError, RecursionError) as unreadable:
        raise Problem("rescue_unreadable") from unreadable
    if not isinstance(operations, list) or len(blobs) != head.frames - 1:
        raise Problem("rescue_unreadable")
    return operations, blobs


def _blob(said: dict[str, Any]) -> Blob:
    blob = Blob(said["sha256"], said["type"])
    if not (SHA256.fullmatch(blob.sha256) and TYPE.fullmatch(blob.media_type)):
        raise ValueError(blob)
    return blob
