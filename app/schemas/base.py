"""Base of all schemas: unknown fields are refused, ids and hashes have one form each."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DEEPEST = 16  # lists in lists; what phones say is five deep


class Strict(Schema):
    class Meta:
        unknown = RAISE


def digest(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"), **kwargs)


def nonce() -> fields.String:
    """The newest answer of the server that the phone had seen; a forged one is as good as none."""
    return fields.String(allow_none=True, load_default=None, validate=validate.Regexp(r"\A[!-~]{0,120}\Z"))


def text(longest: int, **kwargs: Any) -> fields.String:
    """Text without control characters; PostgreSQL could not hold a NUL."""
    return fields.String(validate=[validate.Length(max=longest), printable], **kwargs)


def instant(**kwargs: Any) -> fields.AwareDateTime:
    """A clock that is wrong by decades is a claim all the same; beyond these it is a day that not every zone can hold."""
    held = validate.Range(EARLIEST, LATEST, max_inclusive=False)
    return fields.AwareDateTime(format="iso", default_timezone=None, validate=held, **kwargs)


def printable(value: str) -> None:
    if any((ord(c) < 32 and c not in "\n\t") or _is_half(c) for c in value):
        raise ValidationError("control characters")


def storable(value: Any) -> None:
    """Whatever it says, raw as it is: PostgreSQL holds no NUL, UTF-8 no half of a pair, and nobody reads endless depth."""
    level = [value]
    for _ in range(DEEPEST):
        if any(isinstance(it, str) and ("\0" in it or any(map(_is_half, it))) for it in level):
            raise ValidationError("control characters")
        level = [inside for it in level for inside in _inside(it)]
    if level:
        raise ValidationError("too deep")


def _inside(value: Any) -> list[Any]:
    """Names and values of a dict, members of a list."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _is_half(letter: str) -> bool:
    return 0xD800 <= ord(letter) <= 0xDFFF


class Position(Strict):
    """A claimed place: WGS-84 degrees, accuracy in metres, who said so."""

    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    accuracy_m = fields.Float(allow_none=True, validate=validate.Range(0, 1_000_000))
    provider = text(32, allow_none=True)
    datum = fields.String(load_default="wgs84", validate=validate.OneOf(["wgs84", "cgcs2000", "gcj02"]))
    altitude_m = fields.Float(allow_none=True, validate=validate.Range(-12_000, 100_000))
    speed_mps = fields.Float(allow_none=True, validate=validate.Range(0, 100_000))
    heading_deg = fields.Float(allow_none=True, validate=validate.Range(0, 360))
