"""What waits (等人处理的): the counts behind words and tiles, each exactly the count of the list it opens."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from app.db import db
from app.domain.finding import FindingState
from app.domain.order import OrderState
from app.domain.request import RequestState
from app.models import Finding, Operation, Order
from app.queries.approvals import count_approvals
from app.queries.findings import count_of
from app.queries.notices import count_unread
from app.queries.rechecks import nobody_sent
from app.queries.requests import count_of_requests
from app.queries.second_reviews import count_waiting_for_me


def findings_in(state: FindingState) -> int:
    return db.session.scalars(select(func.count(Finding.id)).where(Finding.state == state)).one()


def orders_in(state: OrderState) -> int:
    return db.session.scalars(select(func.count(Order.id)).where(Order.state == state)).one()


def kept_open() -> int:
    """Records a person must still decide on."""
    still = select(func.count(Operation.op_id)).where(Operation.verdict == "kept", Operation.resolved_at.is_(None))
    return db.session.scalars(still).one()


def overdue(at: datetime) -> int:
    return count_of({"overdue": True}, at)


WAITING: dict[str, Callable[[datetime], int]] = {
    "review": lambda _at: findings_in(FindingState.SUBMITTED),
    "confirm": lambda _at: findings_in(FindingState.FOUND),
    "issue": lambda _at: orders_in(OrderState.SIGNING),
    "asks": lambda _at: count_of_requests({"state": RequestState.ASKED}),
    "kept": lambda _at: kept_open(),
    "unsigned": lambda _at: orders_in(OrderState.ISSUED),
    "sign": lambda _at: orders_in(OrderState.ISSUED),
    "fix": lambda _at: findings_in(FindingState.FIXING),
    "overdue": overdue,
    "rechecks": lambda _at: nobody_sent(),
    "approvals": lambda _at: count_approvals(),
    "second_reviews": lambda _at: count_waiting_for_me(),
    "notices": lambda _at: count_unread(),
}
