"""Base of all schemas: unknown fields are refused, ids and hashes have one form each."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate


class Strict(Schema):
    class Meta:
        unknown = RAISE


def digest(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"), **kwargs)


def text(longest: int, **kwargs: Any) -> fields.String:
    """Text without control characters; PostgreSQL could not hold a NUL."""
    return fields.String(validate=[validate.Length(max=longest), printable], **kwargs)


def instant(**kwargs: Any) -> fields.AwareDateTime:
    return fields.AwareDateTime(format="iso", default_timezone=None, **kwargs)


def printable(value: str) -> None:
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise ValidationError("control characters")


class Position(Strict):
    """A claimed place: WGS-84 degrees, accuracy in metres, who said so."""

    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    accuracy_m = fields.Float(allow_none=True, validate=validate.Range(0, 1_000_000))
    provider = text(32, allow_none=True)
    datum = fields.String(load_default="wgs84", validate=validate.OneOf(["wgs84", "cgcs2000", "gcj02"]))
