"""Evidence packs (证据包) to look at, and what one is made of beyond a single noun."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import selectinload

from app.db import db
from app.models import Finding, Order, Pack, Photo, Score, ScoreEntry, ScoreLine
from app.queries.among import among

MOST = 50


def newest_packs() -> Sequence[Pack]:
    """One's own."""
    return db.session.scalars(select(Pack).order_by(Pack.asked_at.desc(), Pack.id).limit(MOST)).all()


def lines_about(order: Order) -> list[tuple[Score, ScoreLine]]:
    """Of each month's newest score, the lines that name the order or one of its points."""
    newest = select(Score.id).where(Score.town_id == order.town_id).ext(distinct_on(Score.month))
    newest = newest.order_by(Score.month, Score.computed_at.desc(), Score.id)
    named = or_(ScoreLine.order_id == order.id, among(ScoreLine.finding_id, [it.id for it in order.findings]))
    rows = (
        select(Score, ScoreLine)
        .join(ScoreLine, ScoreLine.score_id == Score.id)
        .where(Score.id.in_(newest), named)
        .order_by(Score.month, ScoreLine.position)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def points_named_by(score: Score) -> list[Finding]:
    """With what hangs on them, by item and time of disclosure."""
    named = {line.finding_id for line in score.lines if line.finding_id}
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    points = select(Finding).where(among(Finding.id, named)).options(pictures)
    return list(db.session.scalars(points.order_by(Finding.item_code, Finding.disclosed_at, Finding.id)))


def entries_of(town_id: UUID, month: date) -> Sequence[ScoreEntry]:
    of_month = select(ScoreEntry).where(ScoreEntry.town_id == town_id, ScoreEntry.month == month)
    return db.session.scalars(of_month.order_by(ScoreEntry.entered_at, ScoreEntry.id)).all()
