"""Canonical form (规范化): the one way to write facts as bytes (RFC 8785), so that equal facts have equal hashes."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"

LARGEST_EXACT = 2**53 - 1  # beyond it, readers in other languages lose digits


def canonical_json(value: Plain) -> bytes:
    """UTF-8 JSON with sorted keys and nothing superfluous. Decimals are handed in as strings, never as floats."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: Plain) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical_json(value)).hexdigest()


def _ordered(value: Plain) -> Plain:
    """Keys by their UTF-16 code units, as RFC 8785 wants (Python would sort by code points)."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, int):
        return _exact(value)
    if isinstance(value, Sequence):
        return [_ordered(item) for item in value]
    raise TypeError(f"not a plain value: {value!r}")


def _exact(number: int) -> int:
    if abs(number) > LARGEST_EXACT:
        raise ValueError(f"write {number} as a string: not every reader keeps its digits")
    return number
