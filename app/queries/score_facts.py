"""Facts (计分事实) of one town and one month, from rows: a fixed number of statements, whatever the town's history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.db import db, viewer
from app.domain.calendar import Month
from app.domain.deadline import SIGN_WITHIN, sign_by
from app.domain.order import OrderState
from app.domain.people import SYSTEM
from app.domain.score import EntryFact, PointFact, SigningFact, TownMonth
from app.domain.score.belonging import due_point, is_signed_in_time
from app.domain.score.history import History, is_unanswered, last_moment
from app.models import Order, ScoreEntry
from app.queries.score_points import Points, points_of
from app.queries.score_visits import visits_of
from app.queries.self_checks import days_checked


class NotAllRows(RuntimeError):
    """A person sees fewer rows than there are, and would get another score."""


@dataclass(frozen=True)
class Gathered:
    """The facts, and the next moment at which they change though nobody does anything."""

    facts: TownMonth
    changes_at: datetime | None


def gather(town_id: UUID, month: Month, at: datetime) -> Gathered:
    """What the score of that month depends on, as known at that moment."""
    if viewer() != SYSTEM:
        raise NotAllRows
    moment = last_moment(month, at)
    points = points_of(town_id, month, moment)
    derived = (*_rebounds(points, month, moment), *_unanswered(points, month, moment))
    facts = TownMonth(
        str(town_id),
        month,
        visits=visits_of(town_id, month, at),
        points=tuple(_due(points.of_month, month, moment)),
        signings=tuple(_signings(town_id, month, moment)),
        self_checks=days_checked(town_id, month, at),
        entries=(*derived, *_entered(town_id, month, at)),
    )
    ahead = [instant for history in points.of_month for instant in history.instants() if instant > at]
    return Gathered(facts, min(ahead, default=None))


def _due(histories: tuple[History, ...], month: Month, moment: datetime) -> Iterator[PointFact]:
    for history in histories:
        standing = history.standing(moment)
        point = standing and due_point(standing, month, moment)
        if point:
            yield point


def _rebounds(points: Points, month: Month, moment: datetime) -> Iterator[EntryFact]:
    for history in points.of_month:
        for act in history.rebounds(month, moment):
            yield EntryFact(f"rebound:{act.id}", "rebound", finding_id=history.finding_id)


def _unanswered(points: Points, month: Month, moment: datetime) -> Iterator[EntryFact]:
    for order_id, histories in points.of_orders.items():
        if is_unanswered(histories, month, moment):
            yield EntryFact(f"unanswered:{order_id}", "order_unanswered", order_id=order_id)


def _signings(town_id: UUID, month: Month, moment: datetime) -> Iterator[SigningFact]:
    """Orders whose 48 hours end in the month; one still unsigned is not held against a town before they end."""
    issued = select(Order.id, Order.issued_at, Order.signed_at, Order.signed_by).where(
        Order.town_id == town_id,
        Order.issued_at >= month.start - SIGN_WITHIN,
        Order.issued_at < month.end - SIGN_WITHIN,
        Order.state != OrderState.VOID,
    )
    for row in db.session.execute(issued):
        by_person = row.signed_at if row.signed_by else None
        if by_person or sign_by(row.issued_at) <= moment:
            yield SigningFact(str(row.id), is_signed_in_time(row.issued_at, by_person))


def _entered(town_id: UUID, month: Month, at: datetime) -> Iterator[EntryFact]:
    """The newest of each chain of corrections; one of no points withdraws what it replaces."""
    later = aliased(ScoreEntry)
    columns = (ScoreEntry.id, ScoreEntry.kind, ScoreEntry.value, ScoreEntry.matter)
    newest = select(*columns).where(
        ScoreEntry.town_id == town_id,
        ScoreEntry.month == month.first_day,
        ScoreEntry.entered_at <= at,
        ScoreEntry.value > 0,
        ~exists().where(later.replaces_id == ScoreEntry.id).correlate(ScoreEntry),
    )
    for row in db.session.execute(newest):
        yield EntryFact(str(row.id), row.kind, row.value, row.matter or None)
