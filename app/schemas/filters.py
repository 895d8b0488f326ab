"""Filters of lists: the same names in the address bar of the desk and in the API; unknown ones are refused."""

from datetime import date
from typing import Any

from marshmallow import fields, validate

from app.domain.finding import FindingState
from app.domain.kept import REASONS, RULE
from app.domain.mask import OPENED
from app.domain.order import OrderLevel, OrderState
from app.domain.recheck import RecheckState, Why
from app.domain.request import ENDED, RequestKind, RequestState
from app.domain.round import RoundKind, RoundState
from app.domain.warning import Colour, Reason
from app.schemas.base import Strict

LONGEST_PAGE = 200
REQUEST_STANDINGS = (*(state.value for state in RequestState), ENDED)
WARNED = ("finding", "order")
KEPT_STATES = ("waiting", "accepted", "joined", "voided")


def month(**kwargs: Any) -> fields.String:
    """2026-10."""
    return fields.String(validate=validate.Regexp(r"\A20\d\d-(0[1-9]|1[0-2])\Z"), **kwargs)


class Paged(Strict):
    after = fields.UUID(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LONGEST_PAGE))


def day(name: str) -> fields.Date:
    """A day of the address; beyond these it is none that a case can have."""
    held = validate.Range(date(2000, 1, 1), date(2100, 12, 31))
    return fields.Date(data_key=name, load_default=None, allow_none=True, validate=held)


class Dated(Strict):
    """`from` and `to` are days in China's time, both counted in."""

    since = day("from")
    until = day("to")


class FindingFilter(Paged, Dated):
    town = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in FindingState]))
    dimension = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"\A[A-Z]{2}\Z"))
    overdue = fields.Boolean(load_default=None, allow_none=True)
    round = fields.UUID(load_default=None, allow_none=True)


class OrderFilter(Paged, Dated):
    town = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in OrderState]))
    level = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([lv.value for lv in OrderLevel]))


class RoundFilter(Paged, Dated):
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([k.value for k in RoundKind]))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in RoundState]))


class RequestFilter(Paged):
    town = fields.UUID(load_default=None, allow_none=True)
    request = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([k.value for k in RequestKind]))
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(REQUEST_STANDINGS))


class RecheckFilter(Paged):
    town = fields.UUID(load_default=None, allow_none=True)
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([s.value for s in RecheckState]))
    why = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([w.value for w in Why]))
    given = fields.Boolean(load_default=None, allow_none=True)


class NoticeFilter(Paged):
    unread = fields.Boolean(load_default=None, allow_none=True)


class WarningFilter(Paged):
    town = fields.UUID(load_default=None, allow_none=True)
    colour = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([c.value for c in Colour]))
    reason = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([r.value for r in Reason]))
    warned = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(WARNED))


class KeptFilter(Paged):
    state = fields.String(load_default="waiting", validate=validate.OneOf(KEPT_STATES))
    because = fields.String(load_default=None, allow_none=True, validate=validate.OneOf([*REASONS, RULE]))


class AccessFilter(Paged):
    noun = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(OPENED))


class ScoreFilter(Strict):
    month = month(load_default=None, allow_none=True)
    group = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 64))


class BulletinFilter(Dated):
    """A period, and nothing else."""


class EntryFilter(Paged):
    limit = fields.Integer(load_default=20, validate=validate.Range(1, LONGEST_PAGE))
    town = fields.UUID(load_default=None, allow_none=True)
    month = month(load_default=None, allow_none=True)
    replaces = fields.UUID(load_default=None, allow_none=True)  # the entry that is being corrected
