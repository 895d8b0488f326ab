"""An order's draft, as the desk's form sends it."""

from marshmallow import fields, validate

from app.domain.order import DRAFTED
from app.schemas.base import Strict, printable

MOST, MOST_COPIES = 200, 30


class OrderDraftIn(Strict):
    town_id = fields.UUID(required=True)
    finding_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST))
    title = fields.String(required=True, validate=[validate.Length(1, 120), printable])
    copies = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_COPIES))
    level = fields.String(required=True, validate=validate.OneOf([level.value for level in DRAFTED]))
