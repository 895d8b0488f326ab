"""Duplicates (重复上报): points that may be the same problem — near by, of one item, open or closed lately."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from app.db import db
from app.domain.duplicate import RECENTLY
from app.domain.finding import FindingState
from app.models import Finding
from app.queries.rules import item_of

MOST = 8


@dataclass(frozen=True)
class Near:
    finding: Finding
    metres: int


def near_ones(finding: Finding, at: datetime) -> list[Near]:
    """The nearest first, within the item's own radius, of those that whoever looks may see."""
    if finding.point is None:
        return []
    radius = item_of(finding.checklist_id, finding.item_code).merge_radius_m
    here = select(Finding.point).where(Finding.id == finding.id).scalar_subquery()
    away = func.ST_Distance(Finding.point, here)
    lately = or_(Finding.state != FindingState.CLOSED, Finding.closed_at >= at - RECENTLY)
    known = (
        select(Finding, away)
        .where(
            Finding.town_id == finding.town_id,
            Finding.item_code == finding.item_code,
            Finding.id != finding.id,
            Finding.state != FindingState.VOID,
            lately,
            func.ST_DWithin(Finding.point, here, radius),
        )
        .order_by(away, Finding.id)
        .limit(MOST)
    )
    if finding.disclosed_at is not None:
        known = known.where(Finding.disclosed_at.is_not(None))
    return [Near(near, round(metres)) for near, metres in db.session.execute(known)]
