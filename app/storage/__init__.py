"""Photo store (照片库): bytes by their SHA-256 in a folder or any S3; originals write-once; small pictures, stamped copies and packs beside them.

PHOTO_STORE says which: a folder, or `s3://bucket?endpoint=…&region=…&spool=…`. Keys of S3 come from the
environment as its client expects them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY). With `lock_days=…` the server itself keeps
each original for so long (object lock); with `links=1` browsers may reach it, and get large files there by a signed address.
"""

from functools import cache
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from flask import current_app

from app.storage.folder import FolderStore


class PhotoStore(Protocol):
    """What both kinds promise: after each `keep…` the bytes outlive a power cut."""

    @property
    def spool(self) -> Path:
        """Where the parts of uploads under way lie; on this machine."""

    def keep(self, sha256: str, file: IO[bytes]) -> None:
        """Copy the file as that original, from its start; raises `BytesDiffer`, and keeps nothing, if it is another."""

    def original(self, sha256: str) -> bytes:
        """The original's bytes; raises `BytesLost` or `BytesChanged` instead of giving anything else."""

    def keep_small(self, sha256: str, size: int, content: bytes) -> None: ...

    def small(self, sha256: str, size: int) -> bytes | None: ...

    def keep_stamped(self, photo_id: UUID, content: bytes) -> None: ...

    def stamped(self, photo_id: UUID) -> bytes | None: ...

    def keep_pack(self, pack_id: UUID, file: IO[bytes]) -> None: ...

    def pack(self, pack_id: UUID) -> IO[bytes] | None:
        """Open, from its start; whoever asks closes it."""

    def pack_link(self, pack_id: UUID, name: str) -> str | None:
        """Where the browser gets it from the store itself for five minutes, saved under that name; None: only from here."""

    def drop_pack(self, pack_id: UUID) -> None: ...


def photo_store() -> PhotoStore:
    """The store of this deployment."""
    return opened(current_app.extensions["config"].photo_store)


@cache
def opened(address: str) -> PhotoStore:
    """One store per address and process: a client of S3 is costly to make and safe to share."""
    if not address.startswith("s3://"):
        return FolderStore(Path(address))
    from app.storage.s3 import S3Store  # noqa: PLC0415 - its client costs a second of every start

    return S3Store.at(address)
