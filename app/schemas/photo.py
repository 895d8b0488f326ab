"""A photo as an operation declares it (decision 34)."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from app.actions.photo import Declared
from app.domain.evidence import PhotoRole, PhotoSource
from app.schemas.base import Position, Strict, digest, instant, nonce

MOST_EXIF, MOST_MARKS = 64, 20


def _share() -> fields.Float:
    return fields.Float(validate=validate.Range(0, 1))


class MarkIn(Strict):
    """An arrow over the upright picture, from there to here in shares of its width and height: numbers and no text."""

    kind = fields.String(required=True, validate=validate.OneOf(["arrow"]))
    from_ = fields.List(_share(), required=True, data_key="from", validate=validate.Length(equal=2))
    to = fields.List(_share(), required=True, validate=validate.Length(equal=2))

    @post_load
    def made(self, loaded: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"kind": loaded["kind"], "from": loaded["from_"], "to": loaded["to"]}


class PhotoIn(Strict):
    sha256 = digest(required=True)
    slot = fields.Integer(required=True, strict=True, validate=validate.Range(0, 99))
    role = fields.String(required=True, validate=validate.OneOf([r.value for r in PhotoRole]))
    taken_at = instant(required=True)
    position = fields.Nested(Position, allow_none=True, load_default=None)
    direction = fields.Float(allow_none=True, load_default=None, validate=validate.Range(0, 360))
    source = fields.String(required=True, validate=validate.OneOf([s.value for s in PhotoSource]))
    original_sha256 = digest(required=True)
    original_bytes = fields.Integer(required=True, strict=True, validate=validate.Range(1, 200_000_000))
    metadata_sha256 = digest(allow_none=True, load_default=None)
    exif = fields.Dict(
        keys=fields.String(validate=validate.Length(max=64)), load_default=dict, validate=validate.Length(max=MOST_EXIF)
    )
    server_nonce = nonce()
    marks = fields.List(fields.Nested(MarkIn), load_default=list, validate=validate.Length(max=MOST_MARKS))

    @post_load
    def made(self, loaded: dict[str, Any], **_kwargs: Any) -> Declared:
        return Declared(**loaded)


def photos(least: int = 1, only: PhotoRole | None = None, **kwargs: Any) -> fields.List[Declared]:
    """Up to 20 photos in distinct slots, where it matters all of one role."""

    def of_that_role(declared: list[Declared]) -> None:
        if only is not None and any(p.role != only for p in declared):
            raise ValidationError(f"only photos of the role {only}")

    checks: list[Callable[[Any], Any]] = [validate.Length(least, 20), _distinct_slots, of_that_role]
    return fields.List(fields.Nested(PhotoIn), validate=checks, **kwargs)


def _distinct_slots(declared: list[Declared]) -> None:
    if len({p.slot for p in declared}) != len(declared):
        raise ValidationError("a slot is used twice")
