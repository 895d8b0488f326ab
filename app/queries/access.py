"""The access log (访问记录) to read: who opened an original or a way, newest first, to those who may know."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from app.db import db
from app.domain.mask import OPENED
from app.domain.problems import Problem
from app.models import AccessLog
from app.queries.by_id import maybe

OF_ONE = 20


def page_of_openings(wanted: dict[str, Any]) -> list[AccessLog]:
    """One page; one row more than `limit` tells that there is a next one. `after` is the last row seen."""
    statement = _listed()
    if wanted["noun"]:
        statement = statement.where(AccessLog.noun == wanted["noun"])
    if wanted["after"]:
        statement = statement.where(tuple_(AccessLog.at, AccessLog.id) < tuple_(*_place_of(wanted["after"])))
    return list(db.session.scalars(statement.limit(wanted["limit"] + 1)))


def openings_at(subject_id: UUID) -> list[AccessLog]:
    """The last ones of one photo."""
    return list(db.session.scalars(_listed().where(AccessLog.subject_id == subject_id).limit(OF_ONE)))


def _listed() -> Select[AccessLog]:
    return select(AccessLog).where(AccessLog.noun.in_(OPENED)).order_by(AccessLog.at.desc(), AccessLog.id.desc())


def _place_of(after: UUID) -> tuple[object, object]:
    last = maybe(AccessLog, after)
    if last is None:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return last.at, last.id
