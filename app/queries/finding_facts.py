"""What belongs to one point (点位的来龙去脉): its deadlines, its round, who answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.models import DeadlineChange, Finding, FindingOrigin, Round, Unit


def deadline_changes(finding: Finding) -> Sequence[DeadlineChange]:
    """Newest first."""
    of_it = select(DeadlineChange).where(DeadlineChange.finding_id == finding.id)
    return db.session.scalars(of_it.order_by(DeadlineChange.at.desc(), DeadlineChange.id)).all()


def round_of(finding: Finding) -> Round | None:
    """For those who see where points come from."""
    joined = select(Round).join(FindingOrigin, FindingOrigin.round_id == Round.id)
    return db.session.scalars(joined.where(FindingOrigin.finding_id == finding.id)).one_or_none()


def directed_to(finding: Finding) -> str | None:
    """The department or firm that answers the point instead of its town's own unit."""
    return unit_name(finding.unit_id) if finding.unit_id else None


def unit_name(unit_id: UUID) -> str:
    return db.session.scalars(select(Unit.name).where(Unit.id == unit_id)).one()
