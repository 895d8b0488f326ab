"""One step of a workflow, the same form for every noun (decision 14)."""

from marshmallow import fields, validate

from app.domain.finding import Severity
from app.schemas.base import Strict, text


class StepIn(Strict):
    """`choices` some actions know: `repeat` at confirm, `signed` at hand_over, `until` and `unit_id` at what is granted,

    `duplicate_of` at merge, `item_code` and `severity` at reclassify, `leader` at list, `inspector_id` at give.
    """

    action = fields.String(required=True, validate=validate.Regexp(r"\A[a-z_]{2,24}\Z"))
    note = text(500, load_default="")
    repeat = fields.Boolean(load_default=None, allow_none=True)
    signed = text(40, load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)
    unit_id = fields.UUID(load_default=None, allow_none=True)
    inspector_id = fields.UUID(load_default=None, allow_none=True)
    leader = text(40, load_default=None, allow_none=True)
    duplicate_of = fields.UUID(load_default=None, allow_none=True)
    item_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 8))
    severity = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in Severity]))
    version = fields.Integer(load_default=None, allow_none=True, strict=True)


class StepForm(StepIn):
    """The same from a form of the desk, where every value is text; `next` says where to go on."""

    severity = fields.String(load_default=None, validate=validate.OneOf(["", *(s.value for s in Severity)]))
    version = fields.Integer(load_default=None, allow_none=True)
    next = fields.String(load_default=None, allow_none=True)
