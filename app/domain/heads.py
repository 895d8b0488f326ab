"""Head files (指纹文件): the ends of all journal streams as one root, and what the file says that leaves the house.

A leaf speaks of one stream whose end has moved since the file before; so a quiet year costs files and no leaves. Each
file names the hash of the one before it: the newest alone vouches for all that were ever made, and for all their leaves.
What goes out holds no stream, no count and no time of an act, and an idle ten minutes look like a busy one.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from app.domain import merkle
from app.domain.canonical import canonical_json
from app.domain.merkle import OF_LEAF, Way

FORMAT = "xunzhen-heads-2"
EVERY = timedelta(minutes=10)
TOKEN = ".tsr"  # how the time token beside a file ends
FIRST = "0" * 64  # what the first file names as the hash of the one before
FIELDS = {"format", "n", "at", "previous", "root", "public_key", "signature"}
NAME = re.compile(r"(\d{9})\.json")
TOKEN_NAME = re.compile(r"(\d{9})\.tsr")


class Signer(Protocol):
    @property
    def public(self) -> str: ...

    def sign(self, content: bytes) -> str: ...


class NotAHeadFile(ValueError):
    """Not the text of a head file, or not in its canonical form."""


@dataclass(frozen=True)
class Leaf:
    """Where a stream ended. The salt keeps what is hashed from being guessed, for the root goes out."""

    stream_id: UUID
    seq: int
    hash: str
    salt: bytes

    @property
    def digest(self) -> bytes:
        said = canonical_json({"stream": str(self.stream_id), "seq": self.seq, "hash": self.hash})
        return sha256(OF_LEAF + self.salt + said).digest()


@dataclass(frozen=True)
class HeadText:
    """What a head file says, but for the signature over it."""

    n: int
    at: datetime
    previous: str
    root: str
    public_key: str

    @property
    def content(self) -> bytes:
        return canonical_json(self._body())

    def signed(self, signature: str) -> str:
        return canonical_json({**self._body(), "signature": signature}).decode()

    def _body(self) -> dict[str, str | int]:
        return {
            "format": FORMAT,
            "n": self.n,
            "at": self.at.astimezone(UTC).isoformat(),
            "previous": self.previous,
            "root": self.root,
            "public_key": self.public_key,
        }


def slot_of(at: datetime) -> datetime:
    """The cadence stands on the wall: :00, :10, …"""
    utc = at.astimezone(UTC)
    return utc.replace(minute=utc.minute // 10 * 10, second=0, microsecond=0)


def name_of(n: int) -> str:
    return f"{n:09d}.json"


def token_name_of(n: int) -> str:
    """Beside the file, wherever that goes."""
    return f"{n:09d}{TOKEN}"


def number_of(name: str) -> int | None:
    """None for a file that is none of ours."""
    found = NAME.fullmatch(name)
    return int(found[1]) if found else None


def token_number_of(name: str) -> int | None:
    found = TOKEN_NAME.fullmatch(name)
    return int(found[1]) if found else None


def root_of(leaves: Iterable[Leaf], salt: bytes) -> str:
    """The root of no leaves does not tell that nothing happened."""
    return merkle.root_of([leaf.digest for leaf in leaves], salt)


def way_of(leaf: Leaf, leaves: Iterable[Leaf], salt: bytes) -> Way:
    """The proof that this leaf is one of those."""
    return merkle.way_of(leaf.digest, [each.digest for each in leaves], salt)


def written(text: HeadText, signer: Signer) -> str:
    return text.signed(signer.sign(text.content))


def read(text: str) -> tuple[HeadText, str]:
    """What it says, and its signature, which nobody has checked yet."""
    try:
        said = json.loads(text)
        if set(said) != FIELDS or said["format"] != FORMAT:
            raise NotAHeadFile(text[:80])
        at = datetime.fromisoformat(said["at"])
        read_ = HeadText(int(said["n"]), at, str(said["previous"]), str(said["root"]), str(said["public_key"]))
        signature = str(said["signature"])
    except (ValueError, TypeError, KeyError) as unreadable:
        raise NotAHeadFile(text[:80]) from unreadable
    if read_.signed(signature) != text:
        raise NotAHeadFile(text[:80])
    return read_, signature


def hash_of(text: str) -> str:
    """What the next file says of this one."""
    return sha256(text.encode()).hexdigest()
