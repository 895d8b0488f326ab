"""Items (检查项) and grades of many points at once: what each problem is called and how long it may take."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_

from app.db import db
from app.domain.deadline import Limit, LimitKind, limit_of
from app.models import ChecklistItem, Finding, TimeGrade
from app.queries.rules import time_grades

ItemKey = tuple[UUID, str]


def items_of(findings: Iterable[Finding]) -> dict[ItemKey, ChecklistItem]:
    """The checklist item of each point, in one question."""
    keys = {key_of(finding) for finding in findings}
    if not keys:
        return {}
    wanted = select(ChecklistItem).where(tuple_(ChecklistItem.checklist_id, ChecklistItem.code).in_(keys))
    return {(item.checklist_id, item.code): item for item in db.session.scalars(wanted)}


def items_in(checklist_id: UUID) -> Sequence[ChecklistItem]:
    """All items of one checklist, by code."""
    wanted = select(ChecklistItem).where(ChecklistItem.checklist_id == checklist_id)
    return db.session.scalars(wanted.order_by(ChecklistItem.code)).all()


def key_of(finding: Finding) -> ItemKey:
    return finding.checklist_id, finding.item_code


class Grades:
    """The time grades of one county, read once."""

    def __init__(self, county_id: UUID) -> None:
        self.rows: dict[str, TimeGrade] = {grade.code: grade for grade in time_grades(county_id)}
        self.limits = {code: Limit(LimitKind(g.limit_kind), g.limit_value) for code, g in self.rows.items()}

    def limit(self, finding: Finding, item: ChecklistItem) -> Limit:
        """The limit that is or will be printed for the point."""
        own = None
        if item.limit_kind is not None and item.limit_value is not None:
            own = Limit(LimitKind(item.limit_kind), item.limit_value)
        return limit_of(finding.time_grade, own, self.limits, red_line=finding.red_line)
