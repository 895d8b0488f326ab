"""A score entry (填报), as the desk's form sends it."""

from marshmallow import fields, pre_load, validate

from app.schemas.base import Strict, text
from app.schemas.filters import month


class EntryForm(Strict):
    """Empty fields that may be empty are as good as absent: a browser sends them all."""

    town_id = fields.UUID(required=True)
    month = month(required=True)
    kind = fields.String(required=True, validate=validate.Length(1, 32))
    value = fields.Decimal(load_default=None, allow_none=True, places=2, validate=validate.Range(0, 100))
    document = text(200, load_default="")
    matter = text(80, load_default="")
    reason = text(500, load_default="")
    replaces_id = fields.UUID(load_default=None, allow_none=True)

    @pre_load
    def without_empty(self, sent: dict[str, str], **_kwargs: object) -> dict[str, str]:
        return {name: value for name, value in sent.items() if value != ""}
