"""visit.start and visit.finish, as the phone sends them."""

from itertools import pairwise
from typing import Any

from marshmallow import ValidationError, fields, validate

from app.domain.track import MOST_POINTS
from app.domain.visit import Looked
from app.schemas.base import Position, Strict, instant


class VisitStart(Strict):
    visit_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    town_id = fields.UUID(required=True)
    started_at = instant(required=True)
    position = fields.Nested(Position, allow_none=True, load_default=None)


class LookedAt(Strict):
    code = fields.String(required=True, validate=validate.Length(1, 4))
    looked = fields.String(required=True, validate=validate.OneOf([v.value for v in Looked]))


class TrackPoint(Strict):
    """Where the phone was at that moment, WGS-84."""

    at = instant(required=True)
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    accuracy_m = fields.Float(required=True, validate=validate.Range(0, 10_000))


def _in_order(track: list[dict[str, Any]]) -> None:
    times = [point["at"] for point in track]
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ValidationError("times out of order")


class VisitFinish(Strict):
    visit_id = fields.UUID(required=True)
    ended_at = instant(required=True)
    dimensions = fields.List(fields.Nested(LookedAt), required=True, validate=validate.Length(max=32))
    track = fields.List(
        fields.Nested(TrackPoint), load_default=list, validate=[validate.Length(max=MOST_POINTS), _in_order]
    )
