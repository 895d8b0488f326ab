"""Clock (计时): how the time of one point runs, by its item, its grade and its county's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.db import db
from app.domain.calendar import Calendar
from app.domain.deadline import Clock, Limit, LimitKind, limit_of
from app.domain.request import latest_extension
from app.domain.warning import Thresholds
from app.models import Finding
from app.queries.arrangement import UNDER_WAY, named_by_a_person
from app.queries.rules import calendar_of, item_of, limits_of
from app.queries.thresholds import thresholds_of

HELD = "limits, calendars and thresholds"


@dataclass(frozen=True)
class Rules:
    """What of a county every clock of it goes by."""

    limits: dict[str, Limit]
    calendar: Calendar
    thresholds: Thresholds


def clock_of(finding: Finding) -> Clock:
    """The item's own limit, else its grade's."""
    rules = _rules(finding.county_id)
    return _clock(finding, rules.limits, rules.calendar)


def soon_of(finding: Finding, due_at: datetime, start: datetime) -> datetime:
    """From when on little is left of the time from `start` to its deadline, by the county's thresholds."""
    thresholds = _rules(finding.county_id).thresholds
    return clock_of(finding).soon(start, due_at, thresholds.soon_percent, thresholds.soon_days)


def tentative_among(findings: Iterable[Finding], at: datetime) -> set[UUID]:
    """Those whose deadline a year's holidays may still make longer (待安排), once they are announced."""
    to_come = [(it, it.due_at) for it in findings if it.due_at and it.due_at > at and it.state in UNDER_WAY]
    waiting = {it.id for it, due_at in to_come if clock_of(it).may_lengthen(due_at)}
    return waiting - named_by_a_person(waiting) if waiting else waiting


def latest_day(finding: Finding) -> date | None:
    """The last day an extension may be wished for."""
    if finding.due_at is None:
        return None
    return latest_extension(clock_of(finding), finding.due_at)


def _rules(county_id: UUID) -> Rules:
    """Asked for once a session: lists ask often, and an order starts the clocks of all its points."""
    held: dict[UUID, Rules] = db.session.info.setdefault(HELD, {})
    if county_id not in held:
        held[county_id] = Rules(limits_of(county_id), calendar_of(county_id), thresholds_of(county_id))
    return held[county_id]


def _clock(finding: Finding, limits: dict[str, Limit], calendar: Calendar) -> Clock:
    item = item_of(finding.checklist_id, finding.item_code)
    own = None
    if item.limit_kind is not None and item.limit_value is not None:
        own = Limit(LimitKind(item.limit_kind), item.limit_value)
    return Clock(limit_of(finding.time_grade, own, limits, red_line=finding.red_line), finding.red_line, calendar)
