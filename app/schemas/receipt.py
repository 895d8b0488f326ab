"""What receipts are asked for: by operation, by photo, any number of each."""

from marshmallow import fields, validate

from app.schemas.base import Strict, digest

MOST = 100


class ReceiptsAsked(Strict):
    op_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST))
    sha256 = fields.List(digest(), load_default=list, validate=validate.Length(max=MOST))
