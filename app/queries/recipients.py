"""Recipients (收件人): who is to hear of an act, and which of them may read it at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.db import db
from app.domain.notice import ON_DUTY, Audience, audience_of
from app.domain.people import Role
from app.models import Due, Evidence, Finding, Journal, Order, RoundMember, Stream, TownRequest, User, visibility
from app.queries.by_id import one


def recipients(row: Journal) -> Iterator[User]:
    """Whoever did it knows already; who may not read the act, or what it speaks of, hears nothing."""
    stream, point = one(Stream, row.stream_id), _point_of(row)
    in_order = isinstance(point, Finding) and point.order_id is not None
    audiences = audience_of(row.act, row.body, in_order=in_order)
    among = or_(false(), *(_in(audience, stream, point) for audience in audiences))
    people = select(User).where(among, User.id.is_distinct_from(row.user_id)).order_by(User.id)
    return (user for user in db.session.scalars(people).all() if _may_read(user, row))


def _point_of(row: Journal) -> Finding | Order | None:
    """The point or order the act is about, be it by an answer or a request."""
    match row.noun:
        case "evidence":
            return one(Finding, one(Evidence, row.subject_id).finding_id)
        case "request":
            return one(Finding, one(TownRequest, row.subject_id).finding_id)
        case "finding":
            return one(Finding, row.subject_id)
        case "order":
            return one(Order, row.subject_id)
    return None


def _in(audience: Audience, stream: Stream, point: Finding | Order | None) -> ColumnElement[bool]:
    of_county = User.county_id == stream.county_id
    match audience:
        case Audience.ANSWERING:
            town = and_(User.role == Role.TOWN, User.town_id == stream.town_id)
            unit = and_(User.role == Role.DEPARTMENT, User.unit_id == (point.unit_id if point else None))
            return or_(town, unit)
        case Audience.OFFICE:
            return and_(of_county, User.role == Role.SUPERVISOR)
        case Audience.LEADERS:
            return and_(of_county, User.role == Role.LEADER)
        case Audience.INSPECTORS:
            return _on_round(stream)
        case Audience.THEMSELVES:
            return User.id == stream.user_id


def _on_round(stream: Stream) -> ColumnElement[bool]:
    of_round = select(RoundMember.user_id).where(RoundMember.round_id == stream.round_id)
    return and_(User.role == Role.INSPECTOR, User.id.in_(of_round))


def _may_read(user: User, row: Journal) -> bool:
    seen = select(Journal.id).where(Journal.id == row.id, visibility.seen_by(Journal, user.viewer))
    return db.session.scalars(seen).one_or_none() is not None


def on_duty(county_id: UUID) -> Sequence[User]:
    people = select(User).where(User.county_id == county_id, User.role.in_(ON_DUTY)).order_by(User.id)
    return db.session.scalars(people).all()


def counties_on_duty() -> Sequence[UUID]:
    known = select(User.county_id).where(User.role.in_(ON_DUTY), User.county_id.is_not(None)).distinct()
    return [county_id for county_id in db.session.scalars(known) if county_id is not None]


def asked_ever(job: str, key: str, since: datetime) -> bool:
    """Was this job planned for that key already, done or not?"""
    known = select(Due.id).where(Due.job == job, Due.key == key, Due.run_at >= since).limit(1)
    return db.session.scalars(known).first() is not None
