"""What the rules share: id lists that are safe inside any statement, whatever it joins or aliases."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.domain.people import Role, Viewer
from app.models.base import Base

Criterion = ColumnElement[bool]
Ids = Select[tuple[Any]]
Columns = ReadOnlyColumnCollection[str, Any]


def inner(model: type[Base]) -> FromClause:
    """The model's table under a name of its own: rewriting an alias outside must not touch it."""
    return model.__table__.alias(f"seen_{model.__tablename__}")


def ids(column: ColumnElement[Any], *where: Criterion) -> Ids:
    """A sub-select that never borrows a FROM from the statement around it."""
    return select(column).where(*where).correlate(None)


def of_the_score(viewer: Viewer, t: Columns) -> Criterion:
    """What counts for a score: a town sees its own, the county's people all of them (decision 33)."""
    match viewer.role:
        case Role.TOWN:
            return and_(t.town_id == viewer.town_id)
        case Role.SUPERVISOR | Role.LEADER:
            return and_(t.county_id == viewer.county_id)
    return false()
