"""Self-checks (自查) of a town and a month: the days that count, and what stands behind them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.calendar import Month
from app.domain.score.belonging import believed_at, self_check_days
from app.models import Photo, SelfCheck


def days_checked(town_id: UUID, month: Month, at: datetime) -> int:
    """Those whose photos have all come by then (sync P5); at most one a day."""
    columns = (SelfCheck.made_at, SelfCheck.made_after, SelfCheck.received_at)
    rows = db.session.execute(select(*columns).where(_of_month(town_id, month), SelfCheck.whole_at <= at))
    return self_check_days((believed_at(*row) for row in rows), month)


def self_checks_of(town_id: UUID, month: Month, at: datetime) -> Sequence[SelfCheck]:
    """What had been counted at that moment, newest first."""
    pictures = selectinload(SelfCheck.photos).selectinload(Photo.claim)
    wanted = select(SelfCheck).where(_of_month(town_id, month), SelfCheck.whole_at <= at).options(pictures)
    checks = [check for check in db.session.scalars(wanted) if check.checked_at in month]
    return sorted(checks, key=lambda check: (check.checked_at, check.id), reverse=True)


def _of_month(town_id: UUID, month: Month) -> ColumnElement[bool]:
    """Made or received in the month: one of the two decides which month is theirs."""
    made = and_(SelfCheck.made_at >= month.start, SelfCheck.made_at < month.end)
    received = and_(SelfCheck.received_at >= month.start, SelfCheck.received_at < month.end)
    return and_(SelfCheck.town_id == town_id, or_(made, received))
