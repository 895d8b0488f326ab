"""evidence.submit and order.sign, as the phone sends them."""

from marshmallow import fields

from app.schemas.base import Strict, text
from app.schemas.photo import photos


class EvidenceSubmit(Strict):
    evidence_id = fields.UUID(required=True)
    finding_id = fields.UUID(required=True)
    note = text(500, load_default="")
    photos = photos(required=True)


class OrderSign(Strict):
    order_id = fields.UUID(required=True)
