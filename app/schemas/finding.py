"""finding.record, finding.amend and finding.hand_over, as the phone sends them."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.domain.finding import Sameness, Source
from app.schemas.base import Position, Strict, text
from app.schemas.photo import photos

STROKES = r"\A(M[0-9]{1,4} [0-9]{1,4}(L[0-9]{1,4} [0-9]{1,4})*)+\Z"  # an SVG path in a box of 1000 by 400, no more


class SpotIn(Strict):
    is_ = fields.String(required=True, data_key="is", validate=validate.OneOf([s.value for s in Sameness]))
    spot_id = fields.UUID(allow_none=True, load_default=None)


class FindingRecord(Strict):
    finding_id = fields.UUID(required=True)
    town_id = fields.UUID(required=True)
    round_id = fields.UUID(allow_none=True, load_default=None)
    visit_id = fields.UUID(required=True)
    source = fields.String(load_default=Source.INSPECTION.value, validate=validate.Equal(Source.INSPECTION.value))
    item_code = fields.String(required=True, validate=validate.Length(1, 8))
    checklist_version = fields.String(required=True, validate=validate.Length(1, 32))
    quantity = fields.Decimal(required=True, places=2, validate=validate.Range(0, 999_999, min_inclusive=False))
    note = text(500, load_default="")
    position = fields.Nested(Position, allow_none=True, load_default=None)
    spot = fields.Nested(SpotIn, required=True)
    photos = photos(required=True)


class Signed(Strict):
    """Who on the town's side was told, in their own words: proof of having been told, not of identity."""

    name = text(40, required=True)
    signature = fields.String(
        allow_none=True, load_default=None, validate=[validate.Length(max=8_000), validate.Regexp(STROKES)]
    )


class FindingHandOver(Strict):
    finding_id = fields.UUID(required=True)
    signed = fields.Nested(Signed, allow_none=True, load_default=None)


class FindingAmend(Strict):
    """What is not given stays as it is."""

    finding_id = fields.UUID(required=True)
    position = fields.Nested(Position, allow_none=True, load_default=None)
    note = text(500, allow_none=True, load_default=None)

    @validates_schema
    def says_something(self, loaded: dict[str, Any], **_kwargs: Any) -> None:
        if loaded.get("position") is None and loaded.get("note") is None:
            raise ValidationError("neither a position nor a note", "position")
