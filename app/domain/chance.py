"""Chance (随机): ids, salts, tokens and keys — the only door to entropy in the whole program."""

import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import shake_256
from itertools import count
from uuid import UUID

CLEAR_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 1 i l o: read aloud over a telephone
TAIL, TURN = 74, 24  # bits of an ordered id behind its time, and those of them that count


def new_id() -> UUID:
    """A random UUIDv4, for everything that a town may ever see: it betrays neither time nor gaps."""
    return UUID(bytes=_draw(16), version=4)


def new_ordered_id(at: datetime, turn: int | None = None) -> UUID:
    """A UUIDv7 (RFC 9562) made at that moment, for operations and journal rows only: it tells its time.

    Ids of one moment sort by their turn, where one is given: 24 bits of counter, as the RFC's method 1 has it.
    """
    milliseconds, drawn = round(at.timestamp() * 1000), int.from_bytes(_draw(10), "big") % 2**TAIL
    tail = drawn if turn is None else (turn % 2**TURN << TAIL - TURN) | drawn % 2 ** (TAIL - TURN)
    version, variant = 7 << 76, 2 << 62
    return UUID(int=milliseconds << 80 | version | tail >> 62 << 64 | variant | tail % 2**62)


def new_salt() -> bytes:
    """Sixteen bytes that keep a hashed journal row from being guessed."""
    return _draw(16)


def new_token() -> str:
    """An unguessable secret for a session, a device grant or a form."""
    return _letters(32)


def new_key() -> bytes:
    """A 256-bit key, such as the one that seals a phone's queue."""
    return _draw(32)


def new_password() -> str:
    """A one-time password: 20 clear letters in four groups (more than 98 bits)."""
    number = int.from_bytes(_draw(32), "big")
    letters = [CLEAR_LETTERS[number // 31**place % 31] for place in range(20)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, 20, 5))


def new_seed() -> str:
    """Fifteen clear letters in three groups (74 bits): what a drawing by lot goes by, short enough to be read aloud."""
    return new_password()[:17]


def seed(number: int | None) -> None:
    """Make every draw of this process repeatable, for tests and two-world runs; None gives real chance back."""
    _world.stream = None if number is None else _Stream(str(number))


@contextmanager
def drawn_for(key: str) -> Iterator[None]:
    """In a seeded process, draws inside depend on the key (an op id, say), not on what else was drawn before.

    So two worlds, one of them with a hidden round, give the rows they share the same ids.
    With real chance it changes nothing.
    """
    before = _inner.set(_world.stream and _Stream(f"{_world.stream.name}/{key}"))
    try:
        yield
    finally:
        _inner.reset(before)


class _Stream:
    """Repeatable bytes: the n-th draw is a hash of the stream's name and n."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._turns = count()

    def draw(self, size: int) -> bytes:
        return shake_256(f"{self.name}#{next(self._turns)}".encode()).digest(size)


class _World:
    """Whether this process is seeded. Of the process, not of a thread: a server's threads share it."""

    stream: _Stream | None = None


_world = _World()
_inner: ContextVar[_Stream | None] = ContextVar("inner", default=None)


def _draw(size: int) -> bytes:
    stream = _inner.get() or _world.stream
    return stream.draw(size) if stream else os.urandom(size)


def _letters(size: int) -> str:
    return urlsafe_b64encode(_draw(size)).rstrip(b"=").decode()
