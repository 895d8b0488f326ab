"""Notices (消息): who is to hear of an act gets one; each working morning everybody on duty the count of what stands."""

from datetime import UTC, date, datetime
from uuid import UUID

from app.actions.journal import plan
from app.actions.notice import tell as tell_one
from app.actions.notice import tell_morning
from app.domain.calendar import local_day, moment
from app.domain.notice import MORNING
from app.domain.reactions import DIGEST
from app.models import Journal, SupervisionWarning, visibility
from app.queries.by_id import one
from app.queries.recipients import asked_ever, counties_on_duty, on_duty, recipients, viewer_of
from app.queries.rules import calendar_of
from app.queries.warnings import count_of_warnings


def tell(key: str, at: datetime) -> None:
    """`key` is the journal row; a person hears of it as of when it happened."""
    row = one(Journal, key)
    for user in recipients(row):
        tell_one(user, row)


def digest(key: str, at: datetime) -> None:
    """`key` is county and day. Each counts what they may see; nobody is told that nothing stands."""
    county_id, day = key.split(":")
    for user in on_duty(UUID(county_id)):
        counts = count_of_warnings(visibility.seen_by(SupervisionWarning, viewer_of(user)))
        if counts:
            tell_morning(user, date.fromisoformat(day), counts, at)


def good_morning(at: datetime) -> None:
    """In the sweep: once each working day; a machine that slept at half past eight does it when it is awake."""
    day = local_day(at)
    since = moment(day, MORNING)
    if at < since:
        return
    for county_id in counties_on_duty():
        key = f"{county_id}:{day}"
        if not asked_ever(DIGEST, key, since.astimezone(UTC)) and calendar_of(county_id).is_working(day):
            plan(DIGEST, key, at)
