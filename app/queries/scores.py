"""Scores (得分): the newest of each town and month."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from app.db import db
from app.models import Score


def newest_scores(town_id: UUID, month: str | None = None) -> list[Score]:
    """The newest computation of each month of one town, latest month first."""
    statement = select(Score).where(Score.town_id == town_id)
    if month:
        statement = statement.where(Score.month == first_day(month))
    newest = statement.ext(distinct_on(Score.month)).order_by(Score.month.desc(), Score.computed_at.desc(), Score.id)
    return list(db.session.scalars(newest))


def newest_of_month(month: date) -> list[Score]:
    """The newest computation of each town in one month."""
    statement = select(Score).where(Score.month == month).ext(distinct_on(Score.town_id))
    return list(db.session.scalars(statement.order_by(Score.town_id, Score.computed_at.desc(), Score.id)))


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
