"""Reclassifying (改类别): a point that was recorded as something else, or is graver than its item says."""

from sqlalchemy import func, select

from app.actions.advance import Move
from app.db import db
from app.domain import chance
from app.domain.finding import Severity
from app.models import Finding, Spot
from app.models.base import lon_lat, point_of
from app.queries.rules import item_of


def reclassify(finding: Finding, move: Move) -> None:
    """Another item of the checklist it was recorded by brings its own grade and severity; severity may be said apart."""
    code = move.choices.get("item_code") or finding.item_code
    item = item_of(finding.checklist_id, code)
    if code != finding.item_code:
        finding.spot = _spot_for(finding, code)
        finding.item_code, finding.time_grade, finding.red_line = code, item.time_grade, item.red_line
        finding.severity = item.severity
    if move.choices.get("severity"):
        finding.severity = Severity(move.choices["severity"]).value


def _spot_for(finding: Finding, code: str) -> Spot:
    """One place and item: the same row where nothing else ever occurred there, else one beside it."""
    spot = finding.spot
    others = select(func.count(Finding.id)).where(Finding.spot_id == spot.id, Finding.id != finding.id)
    if db.session.scalars(others).one() == 0:
        spot.item_code = code
        return spot
    return Spot(
        id=chance.new_id(),
        county_id=spot.county_id,
        town_id=spot.town_id,
        item_code=code,
        point=point_of(lon_lat(spot.point)),
        confirmed_at=spot.confirmed_at,
    )
