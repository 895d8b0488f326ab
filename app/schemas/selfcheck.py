"""selfcheck.record, as the phone sends it."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.domain.evidence import PhotoRole
from app.schemas.base import Position, Strict, printable, text
from app.schemas.photo import photos

CODE: list[Callable[[Any], Any]] = [validate.Length(1, 8), printable]


class SelfCheckRecord(Strict):
    selfcheck_id = fields.UUID(required=True)
    town_id = fields.UUID(required=True)
    dimension = fields.String(allow_none=True, load_default=None, validate=CODE)
    item_codes = fields.List(fields.String(validate=CODE), load_default=list, validate=validate.Length(max=20))
    clean = fields.Boolean(required=True)
    note = text(500, load_default="")
    position = fields.Nested(Position, allow_none=True, load_default=None)
    photos = photos(only=PhotoRole.SELFCHECK, required=True)

    @validates_schema
    def says_what_was_looked_at(self, loaded: dict[str, Any], **_kwargs: Any) -> None:
        if not loaded.get("dimension") and not loaded.get("item_codes"):
            raise ValidationError("neither a dimension nor items", "dimension")
