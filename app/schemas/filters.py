"""Filters of lists: the same names in the address bar of the desk and in the API; unknown ones are refused."""

from marshmallow import fields, validate

from app.domain.finding import FindingState
from app.domain.order import OrderState
from app.schemas.base import Strict

LONGEST_PAGE = 200


class Paged(Strict):
    after = fields.UUID(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LONGEST_PAGE))


class FindingFilter(Paged):
    town = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in FindingState]))
    dimension = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"\A[A-Z]{2}\Z"))
    overdue = fields.Boolean(load_default=None, allow_none=True)
    round = fields.UUID(load_default=None, allow_none=True)


class OrderFilter(Paged):
    town = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in OrderState]))
