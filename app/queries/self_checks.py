"""Self-checks (自查) of a town and a month: the days that count, and what stands behind them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased, selectinload

from app.db import db
from app.domain.calendar import Month
from app.domain.score.belonging import checked_at, self_check_days
from app.models import Photo, SelfCheck
from app.queries.among import among


def days_checked(town_id: UUID, month: Month, at: datetime) -> int:
    """Those whose photos have all come by then (sync P5), and are not all of earlier checks; at most one a day."""
    columns = (SelfCheck.made_at, SelfCheck.made_after, SelfCheck.received_at)
    rows = db.session.execute(select(*columns).where(_counting(town_id, month, at)))
    return self_check_days((checked_at(*row) for row in rows), month)


def self_checks_of(town_id: UUID, month: Month, at: datetime) -> Sequence[SelfCheck]:
    """What had been counted at that moment, newest first."""
    pictures = selectinload(SelfCheck.photos).selectinload(Photo.claim)
    wanted = select(SelfCheck).where(_counting(town_id, month, at)).options(pictures)
    checks = [check for check in db.session.scalars(wanted) if check.checked_at in month]
    return sorted(checks, key=lambda check: (check.checked_at, check.id), reverse=True)


def shares_a_photo(checks: Sequence[UUID]) -> ColumnElement[bool]:
    """Any that shows a photo which one of these shows too."""
    own, theirs = aliased(Photo), aliased(Photo)
    same = select(own.owner_id).join(theirs, theirs.sha256 == own.sha256).where(among(theirs.owner_id, checks))
    return SelfCheck.id.in_(same)


def _counting(town_id: UUID, month: Month, at: datetime) -> ColumnElement[bool]:
    return and_(_of_month(town_id, month), SelfCheck.whole_at <= at, _shows_something_new())


def _shows_something_new() -> ColumnElement[bool]:
    """A photo that no check of the town had shown when this one came: the same picture is no second look."""
    own, theirs, before = aliased(Photo), aliased(Photo), aliased(SelfCheck)
    earlier = tuple_(before.received_at, before.id) < tuple_(SelfCheck.received_at, SelfCheck.id)
    shown = exists().where(
        theirs.owner_id == before.id, theirs.sha256 == own.sha256, before.town_id == SelfCheck.town_id, earlier
    )
    return exists().where(own.owner_id == SelfCheck.id, ~shown.correlate(own, SelfCheck)).correlate(SelfCheck)


def _of_month(town_id: UUID, month: Month) -> ColumnElement[bool]:
    """Made or received in the month: one of the two decides which month is theirs."""
    made = and_(SelfCheck.made_at >= month.start, SelfCheck.made_at < month.end)
    received = and_(SelfCheck.received_at >= month.start, SelfCheck.received_at < month.end)
    return and_(SelfCheck.town_id == town_id, or_(made, received))
