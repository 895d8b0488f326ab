"""Holiday arrangements (节假日安排): which years are known where, and which deadlines a new one may move."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import literal, select

from app.db import db
from app.domain.deadline import Cause
from app.domain.finding import TYPE_OF, StateType
from app.domain.people import RegionLevel
from app.models import DeadlineChange, Finding, Holiday, Region

UNDER_WAY = [state.value for state, kind in TYPE_OF.items() if kind is StateType.UNDER_WAY]
BY_A_PERSON = Cause.EXTENSION  # a day that was asked for and granted


def holidays_known(region_id: UUID) -> set[int]:
    """The years the region has days of itself."""
    return {day.year for day in db.session.scalars(select(Holiday.day).where(Holiday.region_id == region_id))}


def counties_below(region_id: UUID) -> Sequence[UUID]:
    """The region itself, or all counties it hands its calendar down to."""
    here = select(Region.id, Region.level).where(Region.id == region_id).cte("here", recursive=True)
    below = here.union_all(select(Region.id, Region.level).join(here, Region.parent_id == here.c.id))
    return db.session.scalars(select(below.c.id).where(below.c.level == literal(RegionLevel.COUNTY.value))).all()


def still_due(county_id: UUID, year: int, at: datetime) -> Sequence[Finding]:
    """Points under way whose deadline is still to come and lies in that year or behind it."""
    begins = datetime(year, 1, 1, tzinfo=UTC)
    open_ones = select(Finding).where(
        Finding.county_id == county_id,
        Finding.state.in_(UNDER_WAY),
        Finding.due_at > at,
        Finding.due_at >= begins,
    )
    return db.session.scalars(open_ones.order_by(Finding.id)).all()


def named_by_a_person(ids: Collection[UUID]) -> set[UUID]:
    """Of those points the ones whose deadline somebody has named last: no calendar moves it."""
    causes = (
        select(DeadlineChange.finding_id, DeadlineChange.cause)
        .where(DeadlineChange.finding_id.in_(ids))
        .order_by(DeadlineChange.at, DeadlineChange.id)
    )
    last = {row.finding_id: row.cause for row in db.session.execute(causes)}
    return {finding_id for finding_id, cause in last.items() if cause == BY_A_PERSON}


def counted_since(finding: Finding) -> datetime | None:
    """When its deadline was last counted; None where a person has named the day."""
    last = (
        select(DeadlineChange.at, DeadlineChange.cause)
        .where(DeadlineChange.finding_id == finding.id)
        .order_by(DeadlineChange.at.desc(), DeadlineChange.id.desc())
        .limit(1)
    )
    row = db.session.execute(last).first()
    return None if row is None or row.cause == BY_A_PERSON else row.at
