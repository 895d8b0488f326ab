"""Notices (消息): who is to hear of an act gets one; each working morning everybody on duty the count of what stands."""

from datetime import date, datetime
from uuid import UUID

from app.actions.notice import tell as tell_one
from app.actions.notice import tell_morning
from app.models import Journal, SupervisionWarning, visibility
from app.queries.by_id import one
from app.queries.recipients import on_duty, recipients
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
        counts = count_of_warnings(visibility.seen_by(SupervisionWarning, user.viewer))
        if counts:
            tell_morning(user, date.fromisoformat(day), counts, at)
