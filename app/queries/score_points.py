"""Histories (经过) of the points that one month of one town may count, and of the other points of their orders."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select

from app.db import db
from app.domain.calendar import Month
from app.domain.evidence import EvidenceState
from app.domain.finding import FindingState
from app.domain.score.history import EFFECTS, INSTANT, Act, Answer, History
from app.models import DeadlineChange, Evidence, Finding, Journal, Review
from app.queries.among import among

COLUMNS = (Finding.id, Finding.order_id, Finding.due_at)
OPEN = tuple(state for state in FindingState if state not in {FindingState.CLOSED, FindingState.VOID})


@dataclass(frozen=True)
class Points:
    """Every point the month may count, and per order all points of it."""

    of_month: tuple[History, ...]
    of_orders: dict[str, tuple[History, ...]]


def points_of(town_id: UUID, month: Month, moment: datetime) -> Points:
    """A bounded look: what is open, and what was settled or due since the month began."""
    disclosed = Finding.disclosed_at <= moment
    mine = db.session.execute(
        select(*COLUMNS).where(Finding.town_id == town_id, _touches(month, moment), disclosed)
    ).all()
    orders = {row.order_id for row in mine if row.order_id is not None}
    ids = [row.id for row in mine]
    of_orders = db.session.execute(select(*COLUMNS).where(among(Finding.order_id, orders))).all()
    rows = list({row.id: row for row in [*mine, *of_orders]}.values())
    histories = _histories(rows, month)
    return Points(
        tuple(histories[key] for key in ids),
        {str(order_id): _of_order(order_id, rows, histories) for order_id in orders},
    )


def _touches(month: Month, moment: datetime) -> ColumnElement[bool]:
    """A point made void after the month's end still stood then; in a running month, void is void.

    Each way has its index. One that had none would make the database read all that the town ever had.
    """
    ways = [
        Finding.state.in_(OPEN),
        Finding.closed_at >= month.start,
        Finding.due_at >= month.start,
    ]
    if moment >= month.end - INSTANT:
        ways.append(Finding.state == FindingState.VOID)
    return or_(*ways)


def _of_order(
    order_id: UUID, rows: Sequence[Row[*tuple[Any, ...]]], histories: dict[UUID, History]
) -> tuple[History, ...]:
    return tuple(histories[row.id] for row in rows if row.order_id == order_id)


def _histories(rows: Sequence[Row[*tuple[Any, ...]]], month: Month) -> dict[UUID, History]:
    ids = [row.id for row in rows]
    changes, acts, answers = _changes(ids, month), _acts(ids), _answers(ids)
    return {
        row.id: History(str(row.id), row.due_at, tuple(changes[row.id]), tuple(acts[row.id]), tuple(answers[row.id]))
        for row in rows
    }


def _changes(ids: list[UUID], month: Month) -> dict[UUID, list[tuple[datetime, datetime | None]]]:
    """Since the month began: from the deadline of today back to the one of then."""
    columns = (DeadlineChange.finding_id, DeadlineChange.at, DeadlineChange.was)
    since = select(*columns).where(among(DeadlineChange.finding_id, ids), DeadlineChange.at >= month.start)
    return _by_finding(
        db.session.execute(since.order_by(DeadlineChange.at, DeadlineChange.id)).all(), lambda row: (row.at, row.was)
    )


def _acts(ids: list[UUID]) -> dict[UUID, list[Act]]:
    """From the journal, by time and in its order."""
    columns = (Journal.subject_id.label("finding_id"), Journal.id, Journal.at, Journal.act)
    told = select(*columns).where(among(Journal.subject_id, ids), Journal.act.in_(EFFECTS))
    rows = db.session.execute(told.order_by(Journal.at, Journal.id)).all()
    return _by_finding(rows, lambda row: Act(str(row.id), row.at, row.act))


def _answers(ids: list[UUID]) -> dict[UUID, list[Answer]]:
    """One that was passed is decided by its pass, be it the first decision or the one that overturned it (改判)."""
    columns = (Evidence.id, Evidence.finding_id, Evidence.received_at, Evidence.counts_at, Evidence.whole_at)
    statement = (
        select(*columns, Evidence.state, Review.reviewed_at)
        .outerjoin(Review, Review.evidence_id == Evidence.id)
        .where(among(Evidence.finding_id, ids))
        .order_by(Evidence.received_at, Evidence.id, Review.verdict.desc())
    )
    decided = {row.id: row for row in db.session.execute(statement)}  # "pass" stands behind "return", and is held
    return _by_finding(list(decided.values()), _answer)


def _answer(row: Row[*tuple[Any, ...]]) -> Answer:
    return Answer(
        received_at=row.received_at,
        counts_at=row.counts_at,
        whole_at=row.whole_at,
        reviewed_at=row.reviewed_at,
        kept=row.state == EvidenceState.KEPT,
    )


def _by_finding(
    rows: Sequence[Row[*tuple[Any, ...]]], read: Callable[[Row[*tuple[Any, ...]]], Any]
) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.finding_id].append(read(row))
    return found
