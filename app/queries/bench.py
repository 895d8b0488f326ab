"""What the workbench asks (工作台): the viewer's own rounds under way, and how long the oldest thing has waited."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.people import Viewer
from app.domain.round import RoundState
from app.models import Evidence, Order, Round, RoundMember
from app.queries.findings import PENDING

UNDER_WAY = [RoundState.PLANNED.value, RoundState.UNDER_WAY.value, RoundState.FINISHED.value]


def my_rounds(viewer: Viewer) -> list[Round]:
    """Rounds I am a member of that are not yet released."""
    mine = select(RoundMember.round_id).where(RoundMember.user_id == viewer.user_id)
    statement = select(Round).where(Round.id.in_(mine), Round.state.in_(UNDER_WAY)).order_by(Round.window_to, Round.id)
    loads = (selectinload(Round.visits), selectinload(Round.towns), selectinload(Round.findings))
    return list(db.session.scalars(statement.options(*loads)))


def oldest_answer() -> datetime | None:
    """Since when the longest-waiting answer waits for a review."""
    return db.session.scalars(
        select(Evidence.counts_at).where(Evidence.state.in_(PENDING)).order_by(Evidence.counts_at)
    ).first()


def oldest_unsigned() -> datetime | None:
    unsigned = select(Order.issued_at).where(Order.issued_at.is_not(None), Order.signed_at.is_(None))
    return db.session.scalars(unsigned.where(Order.closed_at.is_(None)).order_by(Order.issued_at)).first()
