"""Merkle tree (哈希树): one salted root over many hashes, and the way from one of them to it, which tells nothing of the others.

Every way has the same length: who is shown the way of his own stream must not learn how many streams moved, for one more
could be a round that is still secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

OF_LEAF, OF_NODE, OF_ROOT, OF_NOTHING = b"\0", b"\1", b"\2", b"\3"  # none can be taken for another (RFC 6962)
DEPTH = 20


@dataclass(frozen=True)
class Way:
    """From one leaf up: what stands beside it at each step (True: it stands left), and what the root is sealed with."""

    steps: tuple[tuple[bool, bytes], ...]
    seal: bytes

    def root(self, digest: bytes) -> str:
        for is_left, beside in self.steps:
            digest = _node(beside, digest) if is_left else _node(digest, beside)
        return _sealed(self.seal, digest)


def root_of(digests: Sequence[bytes], salt: bytes) -> str:
    """Whatever their order."""
    top, _ = _climbed(_filled(digests, salt), salt, 0)
    return _sealed(_seal(salt), top)


def way_of(digest: bytes, digests: Sequence[bytes], salt: bytes) -> Way:
    level = _filled(digests, salt)
    _, steps = _climbed(level, salt, level.index(digest))
    return Way(tuple(steps), _seal(salt))


def _climbed(level: list[bytes], salt: bytes, place: int) -> tuple[bytes, list[tuple[bool, bytes]]]:
    """Pairs hashed upwards, then on beside nothing to the full depth; with the way of the one at `place`."""
    steps: list[tuple[bool, bytes]] = []
    while len(level) > 1:
        steps.append((bool(place & 1), level[place ^ 1]))
        level = [_node(*level[at : at + 2]) for at in range(0, len(level), 2)]
        place >>= 1
    (top,) = level
    while len(steps) < DEPTH:
        beside = _nothing(salt, len(steps))
        is_left = bool(beside[0] & 1)
        steps.append((is_left, beside))
        top = _node(beside, top) if is_left else _node(top, beside)
    return top, steps


def _filled(digests: Sequence[bytes], salt: bytes) -> list[bytes]:
    """As many as a full tree has, in order; what only fills it up looks like any other and stands anywhere among them."""
    width = 1 << max(len(digests) - 1, 0).bit_length()
    return sorted([*digests, *(_nothing(salt, DEPTH + at) for at in range(width - len(digests)))])


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(OF_NODE + left + right).digest()


def _nothing(salt: bytes, at: int) -> bytes:
    return sha256(OF_NOTHING + salt + at.to_bytes(4, "big")).digest()


def _seal(salt: bytes) -> bytes:
    """What of the salt may be shown: from it nobody learns what only fills up."""
    return sha256(OF_ROOT + salt).digest()


def _sealed(seal: bytes, top: bytes) -> str:
    return sha256(OF_ROOT + seal + top).hexdigest()
