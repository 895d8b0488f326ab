"""Drawing towns by lot (随机抽取): anybody who has the seed and the list draws the same again."""

from collections.abc import Iterable, Sequence
from hashlib import sha256


def lot(seed: str, code: str) -> str:
    """SHA-256 of the seed, a colon and the division code (区划代码), in hexadecimal."""
    return sha256(f"{seed}:{code}".encode()).hexdigest()


def drawn(codes: Iterable[str], number: int, seed: str) -> Sequence[str]:
    """The codes with the lowest lots, that many or all there are; the order of the list is no matter."""
    return sorted(codes, key=lambda code: lot(seed, code))[:number]
