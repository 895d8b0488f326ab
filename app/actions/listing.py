"""Listed supervision (挂牌督办): an order in public, with a leader who answers for it, until its removal is asked for and looked at."""

from app.actions.advance import Move
from app.domain.order import OrderLevel
from app.domain.problems import Problem
from app.models import Order


def raise_level(order: Order, _move: Move) -> None:
    """升为重点: the leaders look at it too."""
    order.level = OrderLevel.KEY


def leader_given(move: Move) -> str:
    """Looked at when it is asked for, too: the second person must not meet what the first forgot."""
    leader = str(move.choices.get("leader") or "").strip()
    if not leader:
        raise Problem("leader_missing", pointer="/leader")
    return leader


def list_order(order: Order, move: Move) -> None:
    order.level, order.leader = OrderLevel.LISTED, leader_given(move)
    order.listed_at, order.listed_for, order.removal_asked_at = move.at, move.note, None


def ask_removal(order: Order, move: Move) -> None:
    order.removal_asked_at = move.at


def delist(order: Order, _move: Move) -> None:
    """摘牌: it stays a key order; when and why it was listed stays in its history."""
    order.level, order.listed_at, order.removal_asked_at = OrderLevel.KEY, None, None
