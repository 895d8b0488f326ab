"""Originals held against their names (核验原件): lost, changed, or there without anybody's act."""

from collections.abc import Iterable, Iterator

from app.queries.proof import arrivals_without_blob, blobs_nobody_brought, photos_without_blob
from app.storage import PhotoStore
from app.storage.faults import BytesChanged, BytesLost
from app.verify.found import Found, found

LOST, CHANGED, UNKNOWN = "photo_lost", "photo_changed", "photo_unknown"


def fault_of(store: PhotoStore, sha256: str) -> str | None:
    """Every byte is read again."""
    try:
        store.original(sha256)
    except BytesLost:
        return LOST
    except BytesChanged:
        return CHANGED
    return None


def check_originals(store: PhotoStore, names: Iterable[str]) -> Iterator[Found]:
    for sha256 in names:
        code = fault_of(store, sha256)
        if code is not None:
            yield found(code, sha256=sha256)


def check_tables() -> Iterator[Found]:
    """The table of originals, the photos and the journal tell of the same ones."""
    for sha256 in arrivals_without_blob():
        yield found(LOST, sha256=sha256)
    for sha256 in sorted({*blobs_nobody_brought(), *photos_without_blob()}):
        yield found(UNKNOWN, sha256=sha256)
