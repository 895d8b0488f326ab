"""What the rules share: id lists that are safe inside any statement, whatever it joins or aliases."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

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
