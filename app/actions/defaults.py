"""Import of the shipped facts (随附数据): idempotent, by natural keys, as the province's defaults."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from geoalchemy2.elements import WKTElement
from sqlalchemy import select

from app.db import db
from app.defaults.calendar_days import DayKind, days
from app.defaults.checklist import dimensions, items, time_grades
from app.defaults.phrases import phrases
from app.defaults.regions import CODE_SYSTEM, CODE_YEAR, DivisionRow, county_outlines, divisions, town_points
from app.defaults.scheme import default_scheme
from app.domain import chance
from app.models import (
    Checklist,
    ChecklistItem,
    Dimension,
    Holiday,
    Phrase,
    Region,
    RegionTag,
    Scheme,
    TimeGrade,
)
from app.models.base import point_of
from app.pinyin import initials_of

SEVERITIES = {"一般": "ordinary", "较重": "serious", "重大": "grave"}
VERSION, LABEL = "default-1", "默认方案 第1版"
FIRST_DAY = date(2026, 1, 1)


def import_defaults(at: datetime) -> int:
    """Everything that is not there yet; returns how many towns there are."""
    province = _import_regions()
    if not db.session.scalars(select(Checklist.id).where(Checklist.region_id == province.id)).first():
        _import_checklist(province.id, at)
        _import_scheme(province.id)
        _import_calendar(province.id)
    db.session.flush()
    return len(db.session.scalars(select(Region.id).where(Region.level == "town")).all())


def _import_regions() -> Region:
    system = f"{CODE_SYSTEM}{CODE_YEAR}"
    known = {r.code: r for r in db.session.scalars(select(Region).where(Region.code_system == system))}
    points, outlines = town_points(), {o.code: o.geometry for o in county_outlines()}
    for row in divisions():
        if row.code not in known:
            known[row.code] = _region(row, known, system)
            known[row.code].point = _point(points.get(row.code))
            known[row.code].outline = _outline(outlines.get(row.code))
            db.session.add(known[row.code])
            _tag(known[row.code])
    return next(r for r in known.values() if r.level == "province")


def _region(row: DivisionRow, known: dict[str, Region], system: str) -> Region:
    parent = known[row.parent] if row.parent else None
    region = Region(
        id=chance.new_id(),
        parent_id=parent.id if parent else None,
        level=row.level,
        name=row.name,
        kind=row.town_kind,
        initials="".join(word[0] for word in row.pinyin.split()),
        code=row.code,
        code_system=system,
    )
    if row.level in {"county", "town"}:
        region.county_id = region.id if row.level == "county" else parent.id if parent else None
    return region


def _tag(region: Region) -> None:
    """The kind of a town is its default ranking group (decision 11)."""
    if region.level == "town" and region.kind:
        source = "民政部 2026 年区划"
        tag = RegionTag(region_id=region.id, tag=f"kind:{region.kind}", valid_from=FIRST_DAY, document=source)
        db.session.add(tag)


def _point(position: Any) -> Any:
    return point_of({"lon": position.lon, "lat": position.lat}) if position else None


def _outline(geometry: dict[str, Any] | None) -> Any:
    """GeoJSON MultiPolygon to WKT."""
    if geometry is None:
        return None
    polygons = ", ".join(
        "(" + ", ".join("(" + ", ".join(f"{x} {y}" for x, y in ring) + ")" for ring in polygon) + ")"
        for polygon in geometry["coordinates"]
    )
    return WKTElement(f"MULTIPOLYGON({polygons})", srid=4326)


def _import_checklist(region_id: UUID, at: datetime) -> None:
    checklist = Checklist(id=chance.new_id(), region_id=region_id, version=VERSION, label=LABEL, published_at=at)
    db.session.add(checklist)
    for place, row in enumerate(dimensions()):
        db.session.add(
            Dimension(checklist_id=checklist.id, code=row.code, name=row.name, area=row.area, position=place)
        )
    for item in items():
        db.session.add(
            ChecklistItem(
                checklist_id=checklist.id,
                code=item.code,
                dimension=item.dimension,
                problem=item.problem,
                standard=item.standard,
                done_when=item.done_when,
                deduction=item.deduction,
                unit=item.unit,
                cap=item.cap,
                severity=SEVERITIES[item.severity],
                time_grade=item.time_grade,
                red_line=item.red_line,
                limit_kind=item.limit.kind if item.limit else None,
                limit_value=item.limit.value if item.limit else None,
                merge_radius_m=item.merge_radius_m,
                initials=initials_of(item.problem),
            )
        )
    for grade in time_grades():
        db.session.add(
            TimeGrade(
                region_id=region_id,
                code=grade.code,
                name=grade.name,
                limit_kind=grade.limit.kind,
                limit_value=grade.limit.value,
                meaning=grade.meaning,
            )
        )


def _import_scheme(region_id: UUID) -> None:
    shipped = default_scheme()
    db.session.add(
        Scheme(
            id=chance.new_id(),
            region_id=region_id,
            version=VERSION,
            label=LABEL,
            rules=shipped.rules,
            valid_from=shipped.valid_from.first_day,
        )
    )


def _import_calendar(region_id: UUID) -> None:
    for row in days():
        db.session.add(Holiday(region_id=region_id, day=row.day, works=row.kind is DayKind.MAKE_UP, name=row.holiday))
    for place, phrase in enumerate(phrases()):
        db.session.add(Phrase(region_id=region_id, dimension=phrase.dimension, text=phrase.text, position=place))
