"""The catalogue a phone carries (离线目录): every published checklist, grades, phrases and the viewer's towns."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.db import db
from app.domain.calendar import Calendar
from app.domain.people import Role, Viewer
from app.domain.problems import not_found
from app.domain.track import DELETE_DAYS, THIN_DAYS
from app.models import Checklist, ChecklistItem, Dimension, Region
from app.models.base import lon_lat
from app.queries.rules import (
    calendar_of,
    phrases,
    published_checklists,
    scheme_full_marks,
    self_checks_aimed_at,
    time_grades,
)
from app.queries.tracks import days_of

TILES = (
    "https://t{s}.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk=",  # streets and water
    "https://t{s}.tianditu.gov.cn/DataServer?T=cva_w&x={x}&y={y}&l={z}&tk=",  # their names
)


def catalog_of(viewer: Viewer, tianditu_key: str = "") -> dict[str, Any]:
    county = viewer.county_id
    if county is None:
        raise not_found()  # every calling role belongs to a county
    checklists = [_checklist(c, county) for c in published_checklists(county)]
    return {
        "version": "+".join(c["version"] for c in checklists),
        "calendar": _calendar(calendar_of(county)),
        "checklists": checklists,
        "time_grades": [{"code": g.code, "name": g.name, "meaning": g.meaning} for g in time_grades(county)],
        "phrases": [{"dimension": p.dimension, "text": p.text} for p in phrases(county)],
        "towns": [_town(t) for t in _towns(viewer)],
        "outline": outline_of(county),
        "tiles": [tile + tianditu_key for tile in TILES] if tianditu_key else [],
        "track_days": {"thinned": days_of(county, THIN_DAYS), "deleted": days_of(county, DELETE_DAYS)},
        "self_checks": self_checks_aimed_at(county),
    }


def _calendar(calendar: Calendar) -> dict[str, list[str]]:
    """So that the phone counts working days as the desk does."""
    return {
        "days_off": [day.isoformat() for day in sorted(calendar.days_off)],
        "make_up_days": [day.isoformat() for day in sorted(calendar.make_up_days)],
    }


def _checklist(checklist: Checklist, county_id: UUID) -> dict[str, Any]:
    dimensions = db.session.scalars(
        select(Dimension).where(Dimension.checklist_id == checklist.id).order_by(Dimension.position)
    )
    full = scheme_full_marks(county_id)
    return {
        "version": checklist.version,
        "label": checklist.label,
        "dimensions": [{"code": d.code, "name": d.name, "full": full.get(d.code)} for d in dimensions],
        "items": [_item(i) for i in checklist.items],
    }


def _item(item: ChecklistItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "dimension": item.dimension,
        "problem": item.problem,
        "standard": item.standard,
        "done_when": item.done_when,
        "deduction": f"{item.deduction.normalize():f}",
        "unit": item.unit,
        "severity": item.severity,
        "time_grade": item.time_grade,
        "red_line": item.red_line,
        "merge_radius_m": item.merge_radius_m,
        "initials": item.initials,
    }


def _towns(viewer: Viewer) -> list[Region]:
    """A town's people get their own town; everyone else of a county all of its towns."""
    statement = select(Region).where(Region.county_id == viewer.county_id, Region.level == "town")
    if viewer.role is Role.TOWN:
        statement = statement.where(Region.id == viewer.town_id)
    return list(db.session.scalars(statement.order_by(Region.code)))


def outline_of(county_id: UUID) -> list[list[list[float]]]:
    """The county's outer rings, [lon, lat] in degrees: the map that needs no network and no key."""
    written = db.session.scalars(select(func.ST_AsGeoJSON(Region.outline, 4)).where(Region.id == county_id)).first()
    return [polygon[0] for polygon in json.loads(written)["coordinates"]] if written else []


def _town(town: Region) -> dict[str, Any]:
    return {"id": str(town.id), "name": town.name, "initials": town.initials, "point": lon_lat(town.point)}
