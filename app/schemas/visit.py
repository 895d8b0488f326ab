"""visit.start and visit.finish, as the phone sends them."""

from marshmallow import fields, validate

from app.domain.visit import Looked
from app.schemas.base import Position, Strict, instant


class VisitStart(Strict):
    visit_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    town_id = fields.UUID(required=True)
    started_at = instant(required=True)
    position = fields.Nested(Position, allow_none=True, load_default=None)


class LookedAt(Strict):
    code = fields.String(required=True, validate=validate.Length(1, 4))
    looked = fields.String(required=True, validate=validate.OneOf([v.value for v in Looked]))


class VisitFinish(Strict):
    visit_id = fields.UUID(required=True)
    ended_at = instant(required=True)
    dimensions = fields.List(fields.Nested(LookedAt), required=True, validate=validate.Length(max=32))
