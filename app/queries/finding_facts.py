"""What belongs to one point (点位的来龙去脉): its deadlines, its round, who answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.models import DeadlineChange, Finding, FindingOrigin, Journal, Round, Unit


def deadline_changes(finding: Finding) -> Sequence[DeadlineChange]:
    """Newest first."""
    of_it = select(DeadlineChange).where(DeadlineChange.finding_id == finding.id)
    return db.session.scalars(of_it.order_by(DeadlineChange.at.desc(), DeadlineChange.id)).all()


def is_told_overdue(finding: Finding) -> bool:
    """Of this deadline: two answers that waited may each have planned a look at it."""
    told = select(Journal.id).where(Journal.subject_id == finding.id, Journal.act == "finding.overdue")
    return db.session.scalars(told.where(Journal.at >= finding.due_at).limit(1)).first() is not None


def round_of(finding: Finding) -> Round | None:
    """For those who see where points come from."""
    joined = select(Round).join(FindingOrigin, FindingOrigin.round_id == Round.id)
    return db.session.scalars(joined.where(FindingOrigin.finding_id == finding.id)).one_or_none()


def directed_to(finding: Finding) -> str | None:
    """The department or firm that answers the point instead of its town's own unit."""
    return unit_name(finding.unit_id) if finding.unit_id else None


def unit_name(unit_id: UUID) -> str:
    return db.session.scalars(select(Unit.name).where(Unit.id == unit_id)).one()
