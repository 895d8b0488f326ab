"""The plan of a round (督查计划), as the desk's form sends it."""

from marshmallow import fields, validate

from app.domain.round import RoundKind
from app.schemas.base import Strict, printable


class RoundForm(Strict):
    title = fields.String(required=True, validate=[validate.Length(1, 80), validate.Regexp(r".*\S"), printable])
    kind = fields.String(required=True, validate=validate.OneOf([k.value for k in RoundKind]))
    window_from = fields.Date(required=True)
    window_to = fields.Date(required=True)
    town_ids = fields.List(fields.UUID(), required=True)
    inspector_ids = fields.List(fields.UUID(), required=True)
    planner_ids = fields.List(fields.UUID(), required=True)
    checklist_version = fields.String(required=True, validate=validate.Length(1, 32))
    pool = fields.String(load_default="")  # what a draw was made from stands in the same form
    number = fields.String(load_default="")
    seed = fields.String(load_default="", validate=validate.Length(max=64))


class DrawForm(Strict):
    pool = fields.String(required=True, validate=validate.Length(1, 64))
    number = fields.Integer(required=True, validate=validate.Range(1, 100))
