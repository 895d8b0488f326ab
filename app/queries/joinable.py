"""What a kept record may be the same as (并到哪一处): points of its town and item near by, that the viewer sees."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func

from app.domain.finding import FindingState
from app.domain.problems import Problem
from app.models import Finding, Operation, Region
from app.queries.by_id import maybe
from app.queries.duplicates import Near, Where, latest_of, near_place
from app.queries.kept import uuid_in
from app.queries.rules import published_item


def candidates(operation: Operation, at: datetime) -> list[Near]:
    """The point that is stored under the same id first, then the nearest; without a place the newest."""
    stored = maybe(Finding, uuid_in(operation.payload, "finding_id") or "")
    own = [Near(stored, None)] if stored is not None and stored.state != FindingState.VOID else []
    others = _others(operation, at)
    known = {it.finding.id: it for it in others}
    return [known.get(it.finding.id, it) for it in own] + [it for it in others if it.finding is not stored]


def _others(operation: Operation, at: datetime) -> list[Near]:
    said = operation.payload
    town, code = maybe(Region, uuid_in(said, "town_id") or ""), str(said.get("item_code"))
    if town is None:
        return []
    place, radius = _place(said.get("position")), _radius(town.county_id, str(said.get("checklist_version")), code)
    if place is None or radius is None:
        return latest_of(town.id, code, at)
    return near_place(Where(town.id, code, place, radius), at)


def _place(said: Any) -> Any:
    """As far as it is one: nobody has looked at a kept payload before."""
    try:
        lon, lat = float(said["lon"]), float(said["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    return func.ST_GeogFromText(f"POINT({lon} {lat})") if abs(lon) <= 180 and abs(lat) <= 90 else None


def _radius(county_id: UUID | None, version: str, code: str) -> int | None:
    if county_id is None:
        return None
    try:
        return published_item(county_id, version, code).merge_radius_m
    except Problem:
        return None
