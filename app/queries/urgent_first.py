"""Points in the order in which they press (急的在前): open ones by deadline, then those without one, then the ended."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.finding import TYPE_OF, StateType
from app.domain.problems import Problem
from app.models import Evidence, Finding, Photo, Region
from app.queries.by_id import maybe
from app.queries.findings import answered_in_time, filtered
from app.queries.urgency import CLOCK_RUNS

ENDED = [state.value for state, kind in TYPE_OF.items() if kind in {StateType.DONE, StateType.OUT}]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # no deadline sorts after every deadline


def page_of_findings(wanted: dict[str, Any], at: datetime) -> list[Finding]:
    """One page; one row more than `limit` tells that there is a next one. `after` is the last point seen."""
    place = tuple_(_ended(), _due(), Finding.id)
    statement = filtered({**wanted, "after": None}, at)
    if wanted.get("after"):
        statement = statement.where(place > tuple_(*_place_of(wanted["after"])))
    return _rows(statement.order_by(_ended(), _due(), Finding.id).limit(wanted["limit"] + 1))


def most_urgent(at: datetime, limit: int) -> list[Finding]:
    """Overdue or due soon, and not waiting for us."""
    waits = select(Evidence.finding_id).where(answered_in_time(at))
    presses = and_(Finding.state.in_(CLOCK_RUNS), Finding.soon_at <= at, Finding.id.not_in(waits))
    return _rows(select(Finding).where(presses).order_by(Finding.due_at, Finding.id).limit(limit))


def _rows(statement: Select[Finding]) -> list[Finding]:
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    more = [selectinload(it) for it in (Finding.evidences, Finding.town, Finding.requests)]
    return list(db.session.scalars(statement.options(pictures, *more)))


def _place_of(after: object) -> tuple[int, datetime, object]:
    """Where the last page ended; an id that is not there, or not for these eyes, is a filter we don't know."""
    last = maybe(Finding, str(after))
    if last is None:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return int(last.state in ENDED), last.due_at or NEVER, last.id


def _ended() -> ColumnElement[int]:
    return case((Finding.state.in_(ENDED), 1), else_=0)


def _due() -> ColumnElement[datetime]:
    return func.coalesce(Finding.due_at, NEVER)


def towns_with_findings() -> list[tuple[str, str]]:
    """Towns that have points in these eyes, for the filter: (id, name)."""
    here = select(Finding.town_id).distinct()
    rows = db.session.execute(select(Region.id, Region.name).where(Region.id.in_(here)).order_by(Region.code))
    return [(str(town_id), name) for town_id, name in rows]


def states_of_findings() -> list[str]:
    """The states that occur in these eyes."""
    return list(db.session.scalars(select(Finding.state).distinct()))
