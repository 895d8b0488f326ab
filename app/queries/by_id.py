"""By id: the visible row, or the one answer for everything absent, hidden or malformed."""

from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from app.db import db
from app.domain.problems import not_found
from app.models import Base

T = TypeVar("T", bound=Base)


def one(model: type[T], raw: str | UUID) -> T:
    row = maybe(model, raw)
    if row is None:
        raise not_found()
    return row


def maybe(model: type[T], raw: str | UUID) -> T | None:
    """A query, never the identity map: what the viewer may not see is not there."""
    key = uuid_or_none(raw)
    if key is None:
        return None
    return cast("T | None", db.session.scalars(_of(model), {"key": key}).one_or_none())


@cache
def _of(model: type[Base]) -> Select[Any]:
    """Asked by each request, so written down once."""
    return select(model).where(model.id == bindparam("key"))  # type: ignore[attr-defined]  # every noun has an id


def held(row: T) -> T:
    """The same row as it stands now; until this transaction ends nobody else changes it, or leans on it with a lock."""
    db.session.flush()  # what this transaction has changed is part of how it stands
    db.session.refresh(row, with_for_update={"key_share": True})
    return row


def uuid_or_none(raw: str | UUID) -> UUID | None:
    try:
        return raw if isinstance(raw, UUID) else UUID(raw)
    except ValueError:
        return None
