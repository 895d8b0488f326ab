"""Copies of an order (抄送): named in its draft, sent with its issue, marked when it becomes void."""

from collections.abc import Sequence
from datetime import datetime

from app.actions.advance import Move
from app.actions.journal import Act, Place, plan, write
from app.domain import chance
from app.domain.canonical import digest
from app.domain.journal import StreamKind
from app.domain.people import SYSTEM
from app.domain.reactions import TELL_COPIES
from app.models import Journal, Order, OrderCopy, Unit
from app.queries.order_copies import paper_of, people_of


def copy_to(order: Order, units: Sequence[Unit]) -> None:
    """Nobody is told before the issue."""
    for unit in units:
        order.copies.append(OrderCopy(id=chance.new_id(), unit_id=unit.id, county_id=order.county_id))


def send_copies(order: Order, move: Move, event: Journal) -> None:
    """Each unit gets the paper as it is now: what becomes of the case later is not its affair."""
    if not order.copies:
        return
    paper = paper_of(order)
    for copy in order.copies:
        copy.sent_at, copy.paper = move.at, paper
    plan(TELL_COPIES, order.id, move.at, event)


def void_copies(order: Order, move: Move, event: Journal) -> None:
    sent = [copy for copy in order.copies if copy.sent_at is not None]
    for copy in sent:
        copy.void_at = move.at
    if sent:
        plan(TELL_COPIES, order.id, move.at, event)


def tell_copies(order: Order, at: datetime) -> None:
    """By SYSTEM, in each receiver's own stream: out of a town's they would read how much goes on there."""
    for copy, user in people_of(order):
        place = Place(StreamKind.USER, order.county_id, user_id=user.id)
        said = {"number": order.number or "", "paper": digest(copy.paper)}
        if copy.void_at is None:
            write(Act("copy.send", copy.id, said), place, SYSTEM, at)
        else:
            write(Act("copy.void", copy.id, said), place, SYSTEM, at)
