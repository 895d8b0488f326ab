"""Coverage (覆盖情况): which towns were visited lately and by whom, as far as whoever plans may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from app.db import db
from app.domain.calendar import local_day
from app.domain.people import RegionLevel
from app.domain.visit import VisitState
from app.models import Region, RegionTag, Visit

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Seen:
    """How often a town was visited lately, and when last."""

    times: int
    last: date


def visits_lately(county_id: UUID, at: datetime) -> dict[UUID, Seen]:
    """By town. A secret round of others counts for nobody who is not in it."""
    counted = (
        select(Visit.town_id, func.count(), func.max(Visit.started_at))
        .where(Visit.county_id == county_id, Visit.state != VisitState.VOID, Visit.started_at >= at - LATELY)
        .group_by(Visit.town_id)
    )
    return {town_id: Seen(n, local_day(last)) for town_id, n, last in db.session.execute(counted)}


def towns_of_inspectors(county_id: UUID, at: datetime) -> dict[UUID, int]:
    """How many towns each inspector has been to lately: who has been to few may go, and to others (轮换)."""
    counted = (
        select(Visit.inspector_id, func.count(Visit.town_id.distinct()))
        .where(Visit.county_id == county_id, Visit.state != VisitState.VOID, Visit.started_at >= at - LATELY)
        .group_by(Visit.inspector_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def towns_by_tag(county_id: UUID, day: date) -> dict[str, Sequence[UUID]]:
    """Clusters, kinds and groups in force, each with its towns."""
    held = or_(RegionTag.valid_to.is_(None), RegionTag.valid_to > day)
    rows = db.session.execute(
        select(RegionTag.tag, Region.id)
        .join(Region, Region.id == RegionTag.region_id)
        .where(Region.county_id == county_id, Region.level == RegionLevel.TOWN, held, RegionTag.valid_from <= day)
        .order_by(RegionTag.tag, Region.code)
    )
    found: dict[str, list[UUID]] = {}
    for tag, town_id in rows:
        found.setdefault(tag, []).append(town_id)
    return dict(found)
