"""Journal (日志): how a row's hash is made, and which streams there are (decision 1)."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64


class StreamKind(StrEnum):
    TOWN = "town"  # what the town may see of its own affairs
    ROUND = "round"  # sealed until release: members only
    CASES = "cases"  # county-internal: drafts, plans
    ACCOUNTS = "accounts"  # accounts and settings of a county
    USER = "user"  # what one user sent that belongs nowhere else


def content_hash(salt: bytes, at: datetime, fields: dict[str, Any]) -> str:
    """SHA-256 over a random salt and the row's canonical JSON (sorted keys, no spaces, UTC): tells nothing by itself.

    Who it was is hashed apart: a row can be shown and proven to those who must not learn it.
    """
    said = {**fields, "at": at.astimezone(UTC), "who": who_hash(salt, fields["user_id"])}  # whatever zone it came in
    del said["user_id"]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=plain)
    return sha256(salt + text.encode()).hexdigest()


def who_hash(salt: bytes, user_id: object) -> str:
    """Of the same person another one in each row."""
    return sha256(salt + b"who" + str(user_id or "").encode()).hexdigest()


def linked(before: str, content: str) -> str:
    """The chain goes over contents' hashes: so an extract proves its own rows and shows none of those between."""
    return sha256((before + content).encode()).hexdigest()


def chain_hash(before: str, salt: bytes, at: datetime, fields: dict[str, Any]) -> str:
    return linked(before, content_hash(salt, at, fields))


def plain(value: object) -> str:
    """How ids, times and decimals stand in a journal body."""
    return value.isoformat() if isinstance(value, datetime) else str(value)
