"""Warnings (督导预警): raised and cleared by SYSTEM from one table; raising is an act in the town's log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.actions import places
from app.actions.journal import Act, write
from app.db import db
from app.domain import chance
from app.domain.people import SYSTEM
from app.domain.warning import COLOUR_OF, Reason, of_order, of_point
from app.models import Finding, Order, Region, SupervisionWarning
from app.queries.thresholds import thresholds_of
from app.queries.urgency import watched
from app.queries.warnings import half_of, moments_of, orders_watched, points_watched, standing_warnings

Subject = Finding | Order


@dataclass(frozen=True)
class Judged:
    """What a town's points and orders are warned for at one moment, and when that may change by itself."""

    reasons: dict[UUID, frozenset[Reason]]
    subjects: dict[UUID, Subject]
    moments: tuple[datetime, ...]


def judge(town: Region, at: datetime) -> Judged:
    thresholds = thresholds_of(town.county_id or town.id)
    points, orders = points_watched(town.id), orders_watched(town.id)
    reasons = {point.id: of_point(watched(point, at), at, thresholds) for point in points}
    halves = {order.id: half_of(order, thresholds) for order in orders}
    for order in orders:
        of_points = (reasons.get(point.id, frozenset()) for point in order.findings)
        reasons[order.id] = of_order(of_points, halves[order.id], at)
    moments = tuple(moments_of(points, list(halves.values())))
    subjects: list[Subject] = [*points, *orders]
    return Judged(reasons, {it.id: it for it in subjects}, moments)


def settle_warnings(town_id: UUID, judged: Judged, at: datetime) -> None:
    """Raise what is new and end what is over, so that the rows that stand are what was judged."""
    standing = {(row.subject_id, Reason(row.reason)): row for row in standing_warnings(town_id)}
    wanted = {(subject_id, reason) for subject_id, reasons in judged.reasons.items() for reason in reasons}
    for key, row in standing.items():
        if key not in wanted:
            row.cleared_at = at
        else:
            row.unit_id = judged.subjects[row.subject_id].unit_id  # it may have been directed meanwhile
    db.session.flush()
    for subject_id, reason in sorted(wanted - standing.keys()):
        _raise(judged.subjects[subject_id], reason, at)


def _raise(subject: Subject, reason: Reason, at: datetime) -> None:
    """Two at once: the index lets one of them raise it, and only that one tells of it."""
    noun, colour = "order" if isinstance(subject, Order) else "finding", COLOUR_OF[reason]
    row = {
        "id": chance.new_id(),
        "county_id": subject.county_id,
        "town_id": subject.town_id,
        "unit_id": subject.unit_id,
        "noun": noun,
        "subject_id": subject.id,
        "reason": reason,
        "colour": colour,
        "raised_at": at,
    }
    made = insert(SupervisionWarning).values(**row).on_conflict_do_nothing().returning(SupervisionWarning.id)
    if db.session.execute(made).scalar_one_or_none() is not None and _is_told(subject, reason):
        said = {"colour": colour, "why": reason}
        act = Act("order.warn", subject.id, said) if noun == "order" else Act("finding.warn", subject.id, said)
        write(act, places.of_town(subject), SYSTEM, at)


def _is_told(subject: Subject, reason: Reason) -> bool:
    """An order speaks for its points, and a deadline that passed has its own act: nobody hears of one thing twice."""
    if isinstance(subject, Finding):
        return subject.order_id is None and reason is not Reason.OVERDUE
    return True
