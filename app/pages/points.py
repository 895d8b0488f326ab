"""Points on pages (点位): one row or one card of a finding, the same wherever it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import url_for

from app.db import now
from app.domain.calendar import Calendar
from app.domain.deadline import Limit
from app.domain.evidence import PhotoRole
from app.domain.urgency import Urgency
from app.models import ChecklistItem, Finding
from app.pages.asked import marks_of
from app.pages.parts import Chip, Photo, photo_of, t
from app.queries.clock import tentative_among
from app.queries.items import Grades, items_of, key_of
from app.queries.rules import calendar_of
from app.queries.urgency import standing_of


@dataclass(frozen=True)
class FindingRow:
    url: str
    photo: Photo | None
    problem: str
    quantity: str
    item_code: str
    note: str
    town: str
    chip: Chip
    due_at: datetime | None
    red_line: bool
    asked: list[Chip]


@dataclass(frozen=True)
class OrderPoint(FindingRow):
    """The same in an order: with its number, its unit, how long it may take and when it is done."""

    no: int
    tentative: bool
    time_grade: str
    unit: str
    done_when: str


def rows_of(findings: Sequence[Finding]) -> list[FindingRow]:
    if not findings:
        return []
    items, calendar = items_of(findings), calendar_of(findings[0].county_id)
    return [FindingRow(**_row(it, items[key_of(it)], calendar), asked=marks_of(it)) for it in findings]


def order_points(findings: Sequence[Finding]) -> list[OrderPoint]:
    """The points of an order in its own order, numbered from 1."""
    if not findings:
        return []
    county_id = findings[0].county_id
    items, calendar, grades = items_of(findings), calendar_of(county_id), Grades(county_id)
    tentative = tentative_among(findings, now())
    points = []
    for no, finding in enumerate(findings, 1):
        item = items[key_of(finding)]
        more: dict[str, Any] = {
            "asked": [],
            "no": no,
            "tentative": finding.id in tentative,
            "time_grade": grade_words(finding, item, grades),
            "unit": item.unit,
        }
        points.append(OrderPoint(**_row(finding, item, calendar), **more, done_when=item.done_when))
    return points


def _row(finding: Finding, item: ChecklistItem, calendar: Calendar) -> dict[str, Any]:
    return {
        "url": url_for("findings.show", raw_id=finding.id),
        "photo": first_photo(finding),
        "problem": item.problem,
        "quantity": plain(finding.quantity),
        "item_code": finding.item_code,
        "note": finding.note,
        "town": finding.town.name,
        "chip": chip_of(finding, calendar),
        "due_at": finding.due_at,
        "red_line": finding.red_line,
    }


def chip_of(finding: Finding, calendar: Calendar) -> Chip:
    """The one chip of a point: how it presses, else its state."""
    how = standing_of(finding, now(), calendar)
    if how.urgency is Urgency.CALM:
        return Chip(f"finding.{finding.state}")
    return Chip("_".join(filter(None, (f"fact.{how.urgency}", how.unit))), {"n": how.n})


def first_photo(finding: Finding) -> Photo | None:
    return next((photo_of(photo) for photo in finding.photos if photo.role == PhotoRole.BEFORE), None)


def plain(quantity: Decimal) -> str:
    """2, not 2.00; 120, not 1.2E+2."""
    return f"{quantity.normalize():f}"


def grade_words(finding: Finding, item: ChecklistItem, grades: Grades) -> str:
    """T2 一般，1 个工作日."""
    grade = grades.rows[finding.time_grade]
    return t("d.finding.grade_says", code=grade.code, name=grade.name, limit=_limit(grades.limit(finding, item)))


def _limit(limit: Limit) -> str:
    return t(f"w.limit.{limit.kind}", n=limit.value)
