"""Supervision orders (督办单): drafted from confirmed points, issued with a number, closed when every point is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.actions import contents, places
from app.actions.advance import Move, advance, decided, follow
from app.actions.deadline import set_due, start_clock
from app.actions.journal import Act, plan, write
from app.actions.listing import ask_removal, delist, end_listing, list_order, raise_level, recount
from app.actions.order_copy import copy_to, send_copies, void_copies
from app.actions.urge import urge
from app.db import db
from app.domain import chance
from app.domain.calendar import local_day
from app.domain.deadline import REMIND_TO_SIGN_AFTER, Cause, sign_by
from app.domain.finding import FINDING, FindingState
from app.domain.listing import VOID
from app.domain.order import ORDER, OrderState
from app.domain.problems import Problem
from app.domain.reactions import REMIND, SIGN_FOR
from app.models import Finding, Journal, Order, OrderNumber, Region, Unit
from app.queries.rules import setting

DEFAULT_WORD = "督"  # until the county sets its own issuing word (发文机关代字)


@dataclass(frozen=True)
class Draft:
    """An order to be: whom it goes to, who issues it, and what it is called."""

    town: Region
    unit: Unit
    issuer: Unit
    title: str
    level: str
    copies: Sequence[Unit] = ()  # 抄送


def draft_order(draft: Draft, findings: Sequence[Finding], move: Move) -> Order:
    """Put confirmed, disclosed points of one town into a new order."""
    if any(f.town_id != draft.town.id for f in findings):
        raise Problem("points_of_other_town")
    if any(f.disclosed_at is None for f in findings):
        raise Problem("not_disclosed", n=sum(f.disclosed_at is None for f in findings))
    order = Order(
        id=chance.new_id(),
        county_id=draft.town.county_id,
        town_id=draft.town.id,
        unit_id=draft.unit.id,
        issuer_id=draft.issuer.id,
        title=draft.title,
        level=draft.level,
        drafted_by=move.viewer.user_id,
    )
    copy_to(order, draft.copies)
    act = Act("order.draft", order.id, {"points": len(findings)})
    order.enter(ORDER.initial, write(act, places.of_cases(order), move.viewer, move.at))
    db.session.add(order)
    for finding in findings:
        follow(finding, FINDING, Move("order", move.viewer, move.at), places.of_cases(finding))
        finding.order = order
    return order


def step_order(order: Order, move: Move) -> Journal:
    """Apply one action of the table to an order, and to its points what follows from it."""
    if move.action == "issue":
        return _issue(order, move)
    said = {"leader": move.choices["leader"]} if move.choices.get("leader") else {}
    event = advance(order, ORDER, move, places.of_order(order), **said)
    EFFECTS.get(move.action, _nothing_more)(order, move)
    if move.action == "void":
        void_copies(order, move, event)
        end_listing(order, move, VOID)
    return event


def settle(order: Order | None, move: Move) -> None:
    """Close the order once its last point is closed or void."""
    if order is not None:
        recount(order)
    if order is None or order.state != OrderState.SIGNED or order.points_open:
        return
    follow(order, ORDER, Move("close", move.viewer, move.at), places.of_town(order))
    order.closed_at = move.at


def reopen(order: Order | None, move: Move) -> None:
    """A rebound opens its order again."""
    if order is not None:
        recount(order)
    if order is None or order.state != OrderState.CLOSED:
        return
    follow(order, ORDER, Move("reopen", move.viewer, move.at), places.of_town(order))
    order.closed_at = None


def _issue(order: Order, move: Move) -> Journal:
    """The number is allotted and the deadlines are computed and printed here (decision 16)."""
    decided(order, ORDER, move, move.viewer)  # before a number is used up
    order.word = setting(order.county_id, "issuing_word", DEFAULT_WORD)
    order.year = local_day(move.at).year
    order.seq = _next_number(order)
    order.issued_at = move.at
    event = advance(order, ORDER, move, places.of_town(order), **contents.of_order(order))
    for finding in order.findings:
        if finding.state == FindingState.ORDERED:  # one that is void by now has no deadline
            start_clock(finding, move, Cause.ISSUE)
    send_copies(order, move, event)
    plan(REMIND, order.id, move.at + REMIND_TO_SIGN_AFTER, event)
    plan(SIGN_FOR, order.id, sign_by(move.at), event)
    return event


def _next_number(order: Order) -> int:
    """The next number of county, word and year, under lock; a void order's number stays used."""
    key = {"county_id": order.county_id, "word": order.word, "year": order.year}
    counter = db.session.scalars(select(OrderNumber).filter_by(**key).with_for_update()).one_or_none()
    if counter is None:
        counter = OrderNumber(**key, last=0)
        db.session.add(counter)
    counter.last += 1
    db.session.flush()
    return counter.last


def _sign(order: Order, move: Move) -> None:
    order.signed_at, order.signed_by = move.at, move.viewer.user_id
    for finding in order.findings:
        if finding.state == FindingState.ORDERED:
            follow(finding, FINDING, Move("start", move.viewer, move.at), places.of_town(finding))
    settle(order, move)  # its last point may have become void before anybody signed


def _void(order: Order, move: Move) -> None:
    for finding in order.findings:
        if finding.state == FindingState.ORDERED:
            follow(finding, FINDING, Move("unorder", move.viewer, move.at), places.of_order(order))
            if finding.due_at is not None:
                set_due(finding, None, move, Cause.VOID)


def _nothing_more(_order: Order, _move: Move) -> None:
    """The state is all that changes."""


EFFECTS: dict[str, Callable[[Order, Move], None]] = {
    "sign": _sign,
    "urge": urge,
    "raise": raise_level,
    "list": list_order,
    "ask_removal": ask_removal,
    "delist": delist,
    "void": _void,
}
