"""Faults of a store: what the disk and S3 refuse, in our own words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from hashlib import sha256 as digest
from typing import IO

from app.domain.problems import Problem

log = logging.getLogger(__name__)
FULL = {ENOSPC, EDQUOT}
PIECE = 1 << 20  # bytes read at once


class BytesLost(RuntimeError):
    """An original that the tables know of is not in the store: a fault to repair, not a refusal."""


class BytesDiffer(Exception):
    """What should be kept under that name has another hash: nothing was kept."""


class BytesChanged(RuntimeError):
    """The store gives other bytes than were kept; they are never shown."""


@contextmanager
def told() -> Iterator[None]:
    """A full disk is `storage_full`, any other fault `unavailable`; the sender tries again in either case."""
    try:
        yield
    except OSError as error:
        log.exception("the photo store refuses")
        raise Problem("storage_full" if error.errno in FULL else "unavailable") from error


def hash_of(file: IO[bytes]) -> str:
    """Of the whole file, wherever it stood."""
    file.seek(0)
    hashed = digest()
    while piece := file.read(PIECE):
        hashed.update(piece)
    return hashed.hexdigest()


def checked(sha256: str, content: bytes) -> bytes:
    """The bytes, if they are still those that were kept."""
    if digest(content).hexdigest() != sha256:
        raise BytesChanged(sha256)
    return content
