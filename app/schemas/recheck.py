"""recheck.report, as the phone sends it; and what the desk asks for."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.domain.evidence import PhotoRole
from app.domain.recheck import LOOKED, RecheckState
from app.schemas.base import Position, Strict, text
from app.schemas.photo import photos


class RecheckReport(Strict):
    recheck_id = fields.UUID(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf([state.value for state in LOOKED]))
    note = text(500, load_default="")
    position = fields.Nested(Position, allow_none=True, load_default=None)
    photos = photos(only=PhotoRole.RECHECK, required=True)

    @validates_schema
    def says_what_is_wrong(self, loaded: dict[str, Any], **_kwargs: Any) -> None:
        if loaded.get("outcome") == RecheckState.FAILS and not loaded.get("note", "").strip():
            raise ValidationError("what is wrong is said in words", "note")


class RecheckAsk(Strict):
    """Somebody is to look at this point; whom to send may be left for later."""

    inspector_id = fields.UUID(load_default=None, allow_none=True)
    note = text(500, load_default="")


class RecheckHand(Strict):
    """Several to one inspector, from a form of the desk."""

    recheck_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 100))
    inspector_id = fields.UUID(required=True)
