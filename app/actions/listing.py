"""Listed supervision (挂牌督办): an order in public, with a leader who answers for it, until its removal is asked for and looked at."""

from app.actions.advance import Move
from app.db import db
from app.domain import chance
from app.domain.finding import TYPE_OF, FindingState, StateType
from app.domain.listing import MET
from app.domain.order import OrderLevel
from app.domain.problems import Problem
from app.models import Order, PublicListing
from app.queries.listings import open_listing


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
    listing = PublicListing(id=chance.new_id(), order_id=order.id, county_id=order.county_id, listed_at=move.at)
    listing.number, listing.town = order.number or "", order.town.name
    listing.words, listing.leader = move.note, order.leader
    listing.points, listing.closed = _counts(order)
    db.session.add(listing)


def recount(order: Order) -> None:
    """A point was closed, is void, or is back: what is said in public follows."""
    listing = open_listing(order.id) if order.listed_at is not None else None
    if listing is not None:
        listing.points, listing.closed = _counts(order)


def _counts(order: Order) -> tuple[int, int]:
    types = [TYPE_OF[FindingState(finding.state)] for finding in order.findings]
    return len(types) - types.count(StateType.OUT), types.count(StateType.DONE)


def end_listing(order: Order, move: Move, result: str) -> None:
    listing = open_listing(order.id)
    if listing is not None:
        listing.ended_at, listing.result = move.at, result


def ask_removal(order: Order, move: Move) -> None:
    order.removal_asked_at = move.at


def delist(order: Order, move: Move) -> None:
    """摘牌: it stays a key order; when and why it was listed stays in its history."""
    order.level, order.listed_at, order.removal_asked_at = OrderLevel.KEY, None, None
    end_listing(order, move, MET)
