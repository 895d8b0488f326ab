"""Sealed file (救援文件): what a phone could not send, in one file that only the server opens again (decision 41).

A line of JSON says whose it is; behind it each frame is `length (4 bytes, big endian) · nonce (12) · AES-256-GCM`,
sealed with the queue's key and bound to its place in this very file. The first frame is the list of what follows.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.problems import Problem

FORMAT = "xunzhen-rescue-1"
LONGEST_HEAD, LONGEST_FRAME = 1_000, 64_000_000  # bytes
NONCE, LEAST_FRAME = 12, 28  # with the tag


@dataclass(frozen=True)
class Head:
    """Whose it is, as the file itself says; only a frame that opens proves it."""

    device_id: UUID
    user_id: UUID
    made_at: str
    frames: int


def head_of(file: IO[bytes]) -> Head:
    try:
        said = json.loads(file.readline(LONGEST_HEAD))
        if said["format"] == FORMAT:
            return Head(UUID(said["device_id"]), UUID(said["user_id"]), str(said["made_at"]), int(said["frames"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # said below, for all of them
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
        place = f"rescue:{head.device_id}:{head.made_at}:{i}/{head.frames}".encode()
        try:
            yield box.decrypt(sealed[:NONCE], sealed[NONCE:], place)
        except InvalidTag as broken:
            raise Problem("rescue_unreadable") from broken


def listed(frame: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The first frame: operations as they stand in the envelope, then `{sha256, type, size}` of each blob that follows."""
    said = json.loads(frame)
    return list(said["operations"]), list(said["blobs"])
