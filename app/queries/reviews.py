"""The review queue (待核查): whole answers that wait for a person, the longest first; and what was decided today."""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.calendar import local_day, moment
from app.domain.evidence import EvidenceState
from app.domain.finding import FindingState
from app.domain.people import Viewer
from app.models import Evidence, Finding, Photo, Review


def queue() -> list[Finding]:
    """Every submitted point, by when its answer came."""
    came = (
        select(func.max(Evidence.counts_at))
        .where(Evidence.finding_id == Finding.id, Evidence.state == EvidenceState.WHOLE)
        .scalar_subquery()
    )
    statement = select(Finding).where(Finding.state == FindingState.SUBMITTED).order_by(came, Finding.id)
    answers = selectinload(Finding.evidences).selectinload(Evidence.photos).selectinload(Photo.claim)
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    return list(db.session.scalars(statement.options(answers, pictures, selectinload(Finding.town))))


def done_today(viewer: Viewer, at: datetime) -> int:
    today = moment(local_day(at), time(0))
    mine = select(func.count(Review.id)).where(Review.reviewed_by == viewer.user_id, Review.reviewed_at >= today)
    return db.session.scalars(mine).one()
