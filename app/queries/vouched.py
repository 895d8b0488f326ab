"""What the journal vouches for and the tables say otherwise (与日志不符的): deadlines, photos of a slot, stored scores."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import Integer, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import Finding, Journal, Order, Photo, Score

DECLARING = ("finding.record", "evidence.submit", "request.make", "selfcheck.record", "recheck.report")
JOINING = ("finding.join", "evidence.join")  # further photos, behind those that were declared
PIECE = 500


def other_deadlines() -> list[tuple[Any, str, str]]:
    """Points whose deadline is not the one that was journaled last: id, what it says, what the journal says."""
    due = (
        select(Journal.subject_id, Journal.body["due_is"].astext.label("due_is"))
        .where(Journal.act == "finding.due")
        .ext(distinct_on(Journal.subject_id))
        .order_by(Journal.subject_id, Journal.at.desc(), Journal.id.desc())
        .subquery()
    )
    rows = select(Finding.id, Finding.due_at, due.c.due_is).outerjoin(due, due.c.subject_id == Finding.id)
    told = ((row[0], row[1].astimezone(UTC).isoformat() if row[1] else "", row[2] or "") for row in _streamed(rows))
    return [each for each in told if each[1] != each[2]]


def other_photos() -> list[tuple[Any, str | None, str]]:
    """Owners whose slots are not those that were declared: id, what lies there, what the journal says."""
    said = func.string_agg(Photo.role + ":" + Photo.sha256, aggregate_order_by(literal(" "), Photo.slot))
    there = select(Photo.owner_id, said.label("photos")).group_by(Photo.owner_id).subquery()
    behind = Journal.body["slot"].astext.cast(Integer).nulls_first()
    named = func.nullif(Journal.body["photos"].astext, "")
    vouched = func.coalesce(func.string_agg(named, aggregate_order_by(literal(" "), behind)), "")
    acts = select(Journal.subject_id, vouched.label("photos")).where(Journal.act.in_((*DECLARING, *JOINING)))
    told = acts.group_by(Journal.subject_id).subquery()
    rows = (
        select(told.c.subject_id, there.c.photos, told.c.photos)
        .outerjoin(there, there.c.owner_id == told.c.subject_id)
        .where(func.coalesce(there.c.photos, "") != told.c.photos)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows.order_by(told.c.subject_id))]


def other_numbers() -> list[tuple[Any, str, str]]:
    """Orders under another number than the one they were issued with."""
    rows = select(Order, Journal.body["number"].astext).join(Journal, Journal.subject_id == Order.id)
    issued = db.session.execute(rows.where(Journal.act == "order.issue"))
    return [(order.id, order.number or "", said) for order, said in issued if order.number != said]


def scores_with_their_acts() -> Iterator[tuple[Score, dict[str, Any] | None]]:
    """Every computation with its lines, and what the journal says of it; None where it says nothing."""
    rows = (
        select(Score, Journal.body)
        .outerjoin(Journal, (Journal.subject_id == Score.id) & (Journal.act == "score.compute"))
        .options(selectinload(Score.lines))
        .order_by(Score.id)
    )
    yield from (
        (row[0], row[1])
        for part in db.session.execute(rows, execution_options={"yield_per": PIECE}).partitions()
        for row in part
    )


def _streamed(statement: Any) -> Any:
    return db.session.execute(statement.execution_options(yield_per=PIECE))
