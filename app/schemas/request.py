"""request.make and request.withdraw, as the phone sends them."""

from marshmallow import fields, validate

from app.domain.evidence import PhotoRole
from app.domain.request import RequestKind
from app.schemas.base import Strict, printable, text
from app.schemas.photo import photos


class RequestMake(Strict):
    request_id = fields.UUID(required=True)
    finding_id = fields.UUID(required=True)
    kind = fields.Enum(RequestKind, by_value=True, required=True)
    reason = fields.String(required=True, validate=[validate.Length(1, 500), printable])
    until = fields.Date(allow_none=True, load_default=None)
    unit_name = text(80, load_default="")
    photos = photos(least=0, only=PhotoRole.DOCUMENT, load_default=list)


class RequestWithdraw(Strict):
    request_id = fields.UUID(required=True)
