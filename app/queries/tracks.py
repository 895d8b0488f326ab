"""Tracks (路线) to read: a visit's own with what was found on it, and those whose time has come."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, select, union

from app.db import db
from app.domain.finding import FindingState
from app.domain.track import DEFAULT_DAYS
from app.models import Finding, FindingOrigin, Operation, Track, Visit
from app.queries.rules import setting

HAS_TRACK = Operation.payload.op("?")(literal("track", literal_execute=True))  # word for word as the index says it


def track_of(visit: Visit) -> Track | None:
    """None too for those who see the visit and not the way."""
    return db.session.scalars(select(Track).where(Track.visit_id == visit.id)).one_or_none()


def found_on(visit: Visit) -> Sequence[Finding]:
    origin = select(Finding).join(FindingOrigin, FindingOrigin.finding_id == Finding.id)
    found = origin.where(FindingOrigin.visit_id == visit.id, Finding.state != FindingState.VOID)
    return db.session.scalars(found.order_by(FindingOrigin.made_at, Finding.id)).all()


def days_of(county_id: UUID, key: str) -> int:
    """How long, as the county or one above it has set it."""
    return int(setting(county_id, key, DEFAULT_DAYS[key]))


def counties_with_tracks() -> Sequence[UUID]:
    kept, sent = select(Track.county_id), select(Operation.county_id).where(HAS_TRACK, Operation.county_id.is_not(None))
    return db.session.scalars(union(kept, sent)).all()


def due_tracks(county_id: UUID, before: datetime, *, whole: bool = False) -> list[tuple[Track, Visit]]:
    """Received up to then; `whole`: those that were not thinned yet."""
    old = select(Track, Visit).join(Visit, Visit.id == Track.visit_id).where(Track.county_id == county_id)
    old = old.where(Track.received_at <= before)
    rows = db.session.execute(old.where(Track.thinned_at.is_(None)) if whole else old)
    return [(track, visit) for track, visit in rows]


def sent_with_tracks(county_id: UUID, before: datetime) -> Sequence[Operation]:
    old = select(Operation).where(HAS_TRACK, Operation.county_id == county_id, Operation.received_at <= before)
    return db.session.scalars(old).all()
