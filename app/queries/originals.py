"""Originals (原图): from what a photo is, whether everybody may know of it by now."""

from sqlalchemy import select

from app.db import db
from app.domain.evidence import PhotoOwner
from app.models import FindingOrigin, Photo, Round, Visit


def is_released(photo: Photo) -> bool:
    """False only for a viewer who sees that its round goes on; what belongs to no round is no round's secret."""
    of_finding = select(FindingOrigin.round_id).where(FindingOrigin.finding_id == photo.owner_id)
    of_visit = select(Visit.round_id).where(Visit.id == photo.owner_id)
    rounds = of_visit if photo.owner_kind == PhotoOwner.VISIT else of_finding
    live = select(Round.id).where(Round.id.in_(rounds), Round.released_at.is_(None))
    return db.session.scalars(live).first() is None
