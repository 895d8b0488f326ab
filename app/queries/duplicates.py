"""Duplicates (重复上报): points that may be the same problem — near by, of one item, open or closed lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.db import db
from app.domain.duplicate import RECENTLY
from app.domain.finding import FindingState
from app.models import Finding, FindingOrigin
from app.queries.rules import item_of

MOST = 8


@dataclass(frozen=True)
class Near:
    finding: Finding
    metres: int | None


@dataclass(frozen=True)
class Where:
    """A place at which something was seen; `metres` is the item's own radius."""

    town_id: UUID
    item_code: str
    place: Any
    metres: int


def near_ones(finding: Finding, at: datetime) -> list[Near]:
    """The nearest first, within the item's own radius, of those that whoever looks may see."""
    if finding.point is None:
        return []
    radius = item_of(finding.checklist_id, finding.item_code).merge_radius_m
    here = select(Finding.point).where(Finding.id == finding.id).scalar_subquery()
    others = _near(Where(finding.town_id, finding.item_code, here, radius), at).where(Finding.id != finding.id)
    if finding.disclosed_at is not None:
        others = others.where(Finding.disclosed_at.is_not(None))
    return _told(others)


def near_place(where: Where, at: datetime) -> list[Near]:
    """The same for what is no point yet."""
    return _told(_near(where, at))


def latest_of(town_id: UUID, item_code: str, at: datetime) -> list[Near]:
    """Where nobody knows the place: the newest of that town and item."""
    newest = _alike(town_id, item_code, at).join(FindingOrigin).order_by(FindingOrigin.received_at.desc(), Finding.id)
    return [Near(it, None) for it in db.session.scalars(newest.limit(MOST))]


def _told(near: Select[Finding, Any]) -> list[Near]:
    return [Near(finding, round(metres)) for finding, metres in db.session.execute(near)]


def _near(where: Where, at: datetime) -> Select[Finding, Any]:
    away = func.ST_Distance(Finding.point, where.place)
    within = func.ST_DWithin(Finding.point, where.place, where.metres)
    alike = _alike(where.town_id, where.item_code, at).where(within)
    return alike.add_columns(away).order_by(away, Finding.id).limit(MOST)


def _alike(town_id: UUID, item_code: str, at: datetime) -> Select[Finding]:
    lately = or_(Finding.state != FindingState.CLOSED, Finding.closed_at >= at - RECENTLY)
    same = (Finding.town_id == town_id, Finding.item_code == item_code, Finding.state != FindingState.VOID)
    return select(Finding).where(*same, lately)
