"""Mornings (每个工作日早上): what is done once a working day for each county, at half past eight or when the machine is awake."""

from datetime import UTC, datetime

from app.actions.journal import plan
from app.domain.calendar import local_day, moment
from app.domain.notice import MORNING
from app.domain.reactions import DIGEST, DRAW_RECHECKS
from app.queries.recipients import asked_ever, counties_on_duty
from app.queries.rules import calendar_of

EACH = (DIGEST, DRAW_RECHECKS)  # the key of both is county and day


def good_morning(at: datetime) -> None:
    """In the sweep."""
    day = local_day(at)
    since = moment(day, MORNING)
    if at < since:
        return
    for county_id in counties_on_duty():
        key = f"{county_id}:{day}"
        wanted = [job for job in EACH if not asked_ever(job, key, since.astimezone(UTC))]
        if wanted and calendar_of(county_id).is_working(day):
            for job in wanted:
                plan(job, key, at)
