"""Visits (现场检查) of one town that count in one month, with what they found, valued by their round's checklist."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from app.db import db
from app.domain.calendar import Month
from app.domain.finding import FindingState, Source
from app.domain.score import FindingFact, VisitFact
from app.domain.score.belonging import own_month, visit_month
from app.domain.visit import Looked, VisitState
from app.models import ChecklistItem, Finding, FindingOrigin, Round, Visit, VisitDimension
from app.queries.among import among

FIRST_OPEN = Month(1, 1)  # no month is ever in notice (公示) yet, so each takes what is released late
SEEN = (Looked.CLEAN, Looked.FOUND)

Items = Mapping[tuple[UUID, str], Row[*tuple[Any, ...]]]


def visits_of(town_id: UUID, month: Month, at: datetime) -> tuple[VisitFact, ...]:
    """Finished visits of released rounds: only disclosed facts count, for everybody (decision 25)."""
    visits = [row for row in _released(town_id, month, at) if _month_of(row) == month]
    ids = [row.id for row in visits]
    looked, found = _looked(ids), _found(ids, at)
    items = _items(visits, found)
    return tuple(_visit(row, looked[row.id], found[row.id], items) for row in visits)


def _released(town_id: UUID, month: Month, at: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those that began or were received in the month: one of the two decides which month is theirs."""
    began = and_(Visit.started_at >= month.start, Visit.started_at < month.end)
    received = and_(Visit.received_at >= month.start, Visit.received_at < month.end)
    columns = (Visit.id, Visit.started_at, Visit.started_after, Visit.received_at, Round.kind, Round.checklist_id)
    return db.session.execute(
        select(*columns)
        .join(Round, Round.id == Visit.round_id)
        .where(
            Visit.town_id == town_id,
            or_(began, received),
            Visit.state == VisitState.FINISHED,
            Round.released_at <= at,  # what is not released has no such time
        )
    ).all()


def _month_of(visit: Row[*tuple[Any, ...]]) -> Month:
    return visit_month(own_month(visit.started_at, visit.started_after, visit.received_at), FIRST_OPEN)


def _looked(visit_ids: list[UUID]) -> dict[UUID, set[str]]:
    looked: dict[UUID, set[str]] = defaultdict(set)
    seen = select(VisitDimension.visit_id, VisitDimension.code).where(
        among(VisitDimension.visit_id, visit_ids), VisitDimension.looked.in_(SEEN)
    )
    for visit_id, code in db.session.execute(seen):
        looked[visit_id].add(code)
    return looked


def _found(visit_ids: list[UUID], at: datetime) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    """Per visit; without what is void or the same as another one."""
    columns = (
        FindingOrigin.visit_id,
        FindingOrigin.made_at,
        Finding.id,
        Finding.checklist_id,
        Finding.item_code,
        Finding.quantity,
        Finding.spot_id,
        Finding.repeat,
        Finding.fixed_on_spot,
    )
    statement = (
        select(*columns)
        .join(Finding, Finding.id == FindingOrigin.finding_id)
        .where(
            among(FindingOrigin.visit_id, visit_ids),
            Finding.source == Source.INSPECTION,
            Finding.state != FindingState.VOID,
            Finding.duplicate_of.is_(None),
            Finding.disclosed_at <= at,
        )
    )
    found: dict[UUID, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.visit_id].append(row)
    return found


def _items(visits: Sequence[Row[*tuple[Any, ...]]], found: Mapping[UUID, list[Row[*tuple[Any, ...]]]]) -> Items:
    """What each problem costs, by checklist and code."""
    rows = [row for rows in found.values() for row in rows]
    checklists = {row.checklist_id for row in [*visits, *rows]}
    columns = (ChecklistItem.checklist_id, ChecklistItem.code, ChecklistItem.dimension, ChecklistItem.deduction)
    statement = select(*columns, ChecklistItem.cap).where(
        among(ChecklistItem.checklist_id, checklists), ChecklistItem.code.in_({row.item_code for row in rows})
    )
    return {(row.checklist_id, row.code): row for row in db.session.execute(statement)}


def _visit(
    visit: Row[*tuple[Any, ...]], looked: set[str], found: list[Row[*tuple[Any, ...]]], items: Items
) -> VisitFact:
    findings = tuple(_finding(row, _item(visit, row, items)) for row in found)
    return VisitFact(str(visit.id), visit.kind, frozenset(looked), findings)


def _item(visit: Row[*tuple[Any, ...]], row: Row[*tuple[Any, ...]], items: Items) -> Row[*tuple[Any, ...]]:
    """By the round's version (decision 29). A problem that version does not know yet costs what its own version says."""
    return items.get((visit.checklist_id, row.item_code)) or items[row.checklist_id, row.item_code]


def _finding(row: Row[*tuple[Any, ...]], item: Row[*tuple[Any, ...]]) -> FindingFact:
    return FindingFact(
        id=str(row.id),
        item_code=row.item_code,
        dimension=item.dimension,
        deduction=item.deduction,
        cap=item.cap,
        quantity=row.quantity,
        found_at=row.made_at,
        spot_id=str(row.spot_id),
        repeat=row.repeat,
        fixed_on_spot=row.fixed_on_spot,
    )
