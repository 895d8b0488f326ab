"""Gaps (缺号): numbers that a phone gave and that never came: still on it, or lost with its store (decision 34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.db import db
from app.domain.people import Role
from app.domain.round import RoundState
from app.models import Operation, Round

SETTLED = timedelta(days=1)  # until then the missing ones may be on their way
REMEMBERED = timedelta(days=90)
MOST = 20


@dataclass(frozen=True)
class Gap:
    """`missing` numbers before the operation that this person made on that phone."""

    device_id: UUID
    user_id: UUID
    missing: int
    made_at: datetime


def gaps_of(county_id: UUID, at: datetime) -> Sequence[Gap]:
    """Asked as SYSTEM: a gap stands between operations that nobody at the desk sees one by one.

    Of phones that speak for a town or a department. An inspector's silence would tell of a round that is not
    released yet, so theirs are told only once every round that the phone spoke of is released.
    """
    recent = Operation.received_at > at - REMEMBERED
    before = func.lag(Operation.n).over(partition_by=Operation.device_id, order_by=Operation.n)
    columns = (Operation.device_id, Operation.user_id, (Operation.n - before - 1).label("missing"), Operation.made_at)
    counted = select(*columns, Operation.received_at).where(Operation.county_id == county_id, recent).subquery()
    secret = (
        select(Operation.device_id)
        .join(Round, Round.id == Operation.round_id, isouter=True)
        .where(Operation.role == Role.INSPECTOR, recent, Round.state.is_distinct_from(RoundState.RELEASED))
    )
    rows = select(counted.c.device_id, counted.c.user_id, counted.c.missing, counted.c.made_at).where(
        counted.c.missing > 0, counted.c.received_at < at - SETTLED, counted.c.device_id.not_in(secret)
    )
    return [Gap(*row) for row in db.session.execute(rows.order_by(counted.c.received_at.desc()).limit(MOST))]
