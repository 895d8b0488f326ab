"""Requests as the desk lists them (申请列表): the newest first; what ended with its point waits for nobody."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.problems import Problem
from app.domain.request import ENDED, OVER, RequestState
from app.models import Finding, Region, TownRequest
from app.queries.by_id import maybe


def page_of_requests(wanted: dict[str, Any]) -> list[TownRequest]:
    """One page; one row more than `limit` tells that there is a next one. `after` is the last one seen."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        last = maybe(TownRequest, wanted["after"])
        if last is None:
            raise Problem("filter_unknown", pointer="/after", name="after")
        same = and_(TownRequest.asked_at == last.asked_at, TownRequest.id > last.id)
        statement = statement.where(or_(TownRequest.asked_at < last.asked_at, same))
    ordered = statement.order_by(TownRequest.asked_at.desc(), TownRequest.id).limit(wanted["limit"] + 1)
    points = selectinload(TownRequest.finding).selectinload(Finding.town)
    return list(db.session.scalars(ordered.options(points)))


def count_of_requests(wanted: dict[str, Any]) -> int:
    inner = _filtered(wanted).with_only_columns(TownRequest.id).subquery()
    return db.session.scalars(select(func.count()).select_from(inner)).one()


def towns_with_requests() -> list[tuple[str, str]]:
    here = select(TownRequest.town_id).distinct()
    rows = db.session.execute(select(Region.id, Region.name).where(Region.id.in_(here)).order_by(Region.code))
    return [(str(town_id), name) for town_id, name in rows]


def _filtered(wanted: dict[str, Any]) -> Select[TownRequest]:
    statement = select(TownRequest).join(Finding, Finding.id == TownRequest.finding_id)
    if wanted.get("town"):
        statement = statement.where(TownRequest.town_id == wanted["town"])
    if wanted.get("request"):
        statement = statement.where(TownRequest.kind == wanted["request"])
    return statement.where(_stands(wanted["state"])) if wanted.get("state") else statement


def _stands(state: str) -> ColumnElement[bool]:
    """As `standing` says it of one."""
    over, asked = Finding.state.in_(OVER), TownRequest.state == RequestState.ASKED
    if state == ENDED:
        return and_(asked, over)
    return and_(asked, ~over) if state == RequestState.ASKED else TownRequest.state == state
