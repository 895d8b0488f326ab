"""Holiday arrangements (节假日安排): the days of a year arrive as rows; deadlines that were counted without them may only get longer."""

from collections.abc import Sequence
from datetime import datetime

from app.actions.advance import Move
from app.actions.deadline import set_due
from app.actions.journal import Act, Place, plan, write
from app.db import db
from app.domain.arrangement import Arranged, year_of
from app.domain.deadline import Cause
from app.domain.journal import StreamKind
from app.domain.people import SYSTEM, Viewer
from app.domain.reactions import LENGTHEN
from app.models import Finding, Holiday, Region
from app.queries.arrangement import counted_since, counties_below, holidays_known
from app.queries.clock import clock_of
from app.queries.rules import calendar_of


def arrange(region: Region, days: Sequence[Arranged], viewer: Viewer, at: datetime) -> int:
    """Take in the days of one year that the region does not know yet; gives the year."""
    year = year_of(days, holidays_known(region.id))
    for each in days:
        db.session.add(Holiday(region_id=region.id, day=each.day, works=each.works, name=each.name))
    act = Act("calendar.arrange", region.id, {"year": year, "days": len(days)})
    write(act, Place(StreamKind.ACCOUNTS, region.county_id), viewer, at)
    for county_id in counties_below(region.id):
        plan(LENGTHEN, f"{county_id}:{year}", at)
    return year


def lengthen(finding: Finding, year: int, at: datetime) -> None:
    """Counted anew from when its deadline was set, by the days that are known now; what a person granted stays theirs."""
    since = counted_since(finding)
    if since is None or finding.due_at is None:
        return
    before = calendar_of(finding.county_id).without(year)
    due_at = clock_of(finding).lengthened(since, finding.due_at, before)
    if due_at > finding.due_at:
        set_due(finding, due_at, Move("lengthen", SYSTEM, at), Cause.CALENDAR)
