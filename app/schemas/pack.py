"""What an evidence pack (证据包) is asked for by: an order, or a town and a month."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from app.domain.pack import PackOf
from app.schemas.base import Strict
from app.schemas.filters import month


class PackAsk(Strict):
    of = fields.Enum(PackOf, by_value=True, required=True)
    subject_id = fields.UUID(required=True)
    month = month(load_default=None)

    @validates_schema
    def a_month_of_a_town(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if (data["of"] is PackOf.MONTH) != (data["month"] is not None):
            raise ValidationError({"month": [validate.Equal.default_message]})
