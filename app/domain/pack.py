"""Evidence pack (证据包): one file of pictures, records, journal rows and score lines, that proves itself without us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.canonical import Plain, canonical_json

FORMAT = "xunzhen-pack-1"
KEPT_FOR = timedelta(days=7)  # a copy of so much should not lie about; it can be made again
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"


class PackOf(StrEnum):
    ORDER = "order"
    MONTH = "month"


class PackState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    BROKEN = "broken"  # its file is not what was made
    GONE = "gone"


@dataclass(frozen=True)
class Member:
    """One file of the pack."""

    path: str
    size: int
    sha256: str


def manifest_of(made_at: datetime, subject: dict[str, Plain], members: Iterable[Member]) -> bytes:
    """What the pack says it is and holds: who has its hash has the hash of everything in it."""
    files: list[Plain] = [
        {"path": it.path, "bytes": it.size, "sha256": it.sha256} for it in sorted(members, key=lambda it: it.path)
    ]
    return canonical_json({"format": FORMAT, "made_at": made_at.isoformat(), "subject": subject, "files": files})
