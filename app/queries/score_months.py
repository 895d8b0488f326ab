"""Months (受影响的月份) that a batch of acts may change the score of, for one town."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import aliased

from app.db import db
from app.domain.calendar import Month
from app.domain.evidence import EvidenceState
from app.domain.reactions import REFRESH
from app.domain.score.belonging import checked_at, own_month, signing_month
from app.models import Due, Evidence, Finding, FindingOrigin, Journal, Order, ScoreEntry, SelfCheck, Visit
from app.queries.among import among
from app.queries.self_checks import shares_a_photo


def touched(town_id: UUID, at: datetime) -> list[Month]:
    """Of the acts whose refresh was claimed at that moment, oldest month first; a month that has not begun waits."""
    claimed = db.session.execute(
        select(Due.run_at, Journal.act, Journal.noun, Journal.subject_id)
        .outerjoin(Journal, Journal.id == Due.cause_id)
        .where(Due.job == REFRESH, Due.key == str(town_id), Due.done_at == at)
    ).all()
    now = Month.of(at)
    months = {now, *(Month.of(row.run_at) for row in claimed)}
    months |= {*_of_visits(town_id, claimed), *_of_deadlines(claimed), *_of_orders(claimed), *_of_entries(claimed)}
    months |= _since_answers(claimed, now) | _of_self_checks(claimed)
    return sorted(month for month in months if month <= now)


def _subjects(claimed: Sequence[Row[*tuple[Any, ...]]], noun: str) -> list[UUID]:
    return list({row.subject_id for row in claimed if row.noun == noun})


def _of_visits(town_id: UUID, claimed: Sequence[Row[*tuple[Any, ...]]]) -> set[Month]:
    """Of the visits themselves, of those a release brought to light, of those the points were found on."""
    found = select(FindingOrigin.visit_id).where(among(FindingOrigin.finding_id, _subjects(claimed, "finding")))
    ids = [*_subjects(claimed, "visit"), *db.session.scalars(found.distinct())]
    rows = db.session.execute(
        select(Visit.started_at, Visit.started_after, Visit.received_at).where(
            Visit.town_id == town_id, or_(among(Visit.id, ids), among(Visit.round_id, _subjects(claimed, "round")))
        )
    )
    return {own_month(*row) for row in rows}


def _of_deadlines(claimed: Sequence[Row[*tuple[Any, ...]]]) -> set[Month]:
    """Of the points themselves and of those in the orders."""
    findings, orders = _subjects(claimed, "finding"), _subjects(claimed, "order")
    due = select(Finding.due_at).where(
        or_(among(Finding.id, findings), among(Finding.order_id, orders)), Finding.due_at.is_not(None)
    )
    return {Month.of(at) for at in db.session.scalars(due.distinct()) if at is not None}


def _since_answers(claimed: Sequence[Row[*tuple[Any, ...]]], now: Month) -> set[Month]:
    """An answer counts from when it came, though a person may accept it late and its photos come later still:
    every month since then may have held its point open."""
    answers = _subjects(claimed, "evidence")
    answered = [row.subject_id for row in claimed if row.act == "finding.submit"]
    corrected = [row.subject_id for row in claimed if row.act == "finding.unreturn"]
    if not answers and not answered and not corrected:
        return set()
    standing = Evidence.state.in_((EvidenceState.WAITING, EvidenceState.WHOLE))
    passed_after_all = among(Evidence.finding_id, corrected) & (Evidence.state == EvidenceState.PASSED)
    waiting = among(Evidence.finding_id, answered) & standing
    concerned = or_(among(Evidence.id, answers), waiting, passed_after_all)
    first = db.session.scalars(select(func.min(Evidence.received_at)).where(concerned)).one()
    return set() if first is None else set(_months(Month.of(first), now))


def _months(first: Month, last: Month) -> Iterator[Month]:
    month = first
    while month <= last:
        yield month
        month = month.next


def _of_orders(claimed: Sequence[Row[*tuple[Any, ...]]]) -> set[Month]:
    """The month in which the 48 hours for signing end."""
    orders = _subjects(claimed, "order")
    if not orders:
        return set()
    issued = select(Order.issued_at).where(among(Order.id, orders))
    return {signing_month(at) for at in db.session.scalars(issued) if at is not None}


def _of_self_checks(claimed: Sequence[Row[*tuple[Any, ...]]]) -> set[Month]:
    """Of the checks themselves, and of those that show one of their photos: a photo counts once."""
    checks = _subjects(claimed, "selfcheck")
    if not checks:
        return set()
    columns = (SelfCheck.made_at, SelfCheck.made_after, SelfCheck.received_at)
    rows = db.session.execute(select(*columns).where(or_(among(SelfCheck.id, checks), shares_a_photo(checks))))
    return {Month.of(checked_at(*row)) for row in rows}


def _of_entries(claimed: Sequence[Row[*tuple[Any, ...]]]) -> set[Month]:
    """The entry's own month, and that of the entry it replaces."""
    entries = _subjects(claimed, "score_entry")
    if not entries:
        return set()
    replaced = aliased(ScoreEntry)
    rows = db.session.execute(
        select(ScoreEntry.month, replaced.month)
        .outerjoin(replaced, replaced.id == ScoreEntry.replaces_id)
        .where(among(ScoreEntry.id, entries))
    )
    return {_month(day) for row in rows for day in row if day is not None}


def _month(first_day: date) -> Month:
    return Month(first_day.year, first_day.month)
