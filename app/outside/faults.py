"""Faults of a place outside: it does not take the file now, or it holds another one of that name."""

from hashlib import sha256


class PlaceAway(Exception):
    """Not now: the file goes there later, and those behind it wait for it."""


class OtherFileThere(Exception):
    """Under that name lies another file, which stays: a person must look."""


def key_of(address: str) -> str:
    """An address may hold a secret of its own; what is stored and shown does not."""
    return sha256(address.encode()).hexdigest()[:16]


def same(name: str, there: bytes, content: bytes) -> None:
    """Brought twice is brought; anything else is never overwritten."""
    if there != content:
        raise OtherFileThere(name)
