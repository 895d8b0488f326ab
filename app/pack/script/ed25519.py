"""Ed25519 (签名核验) in plain Python, after RFC 8032, section 5.1: slow, and needs nothing but Python itself."""

from __future__ import annotations

from hashlib import sha512

Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1
NEUTRAL: Point = (0, 1, 1, 0)


def is_signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the owner of the public key signed exactly this."""
    if len(signature) != 64 or len(public) != 32:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scale = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scale >= ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + content).digest(), "little") % ORDER
    return _same(_times(scale, BASE), _plus(commitment, _times(challenge, key)))


def _plus(a: Point, b: Point) -> Point:
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scale: int, point: Point) -> Point:
    result = NEUTRAL
    while scale:
        if scale & 1:
            result = _plus(result, point)
        point, scale = _plus(point, point), scale >> 1
    return result


def _same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(packed: bytes) -> Point | None:
    """None for what is not on the curve."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


_base_y = 4 * pow(5, P - 2, P) % P
_base_x = _x_of(_base_y, 0)
assert _base_x is not None  # noqa: S101 - a constant of the curve
BASE: Point = (_base_x, _base_y, 1, _base_x * _base_y % P)
