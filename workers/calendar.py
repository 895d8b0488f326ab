"""Calendar (日历): a year's holidays have arrived; open deadlines of a county that ran without them get longer, never shorter."""

from datetime import datetime
from uuid import UUID

from app.actions.arrangement import lengthen as lengthen_one
from app.db import apart
from app.queries.arrangement import still_due


def lengthen(key: str, at: datetime) -> None:
    """`key` is county and year."""
    county_id, year = key.split(":")
    for finding in still_due(UUID(county_id), int(year), at):
        with apart(finding.id):
            lengthen_one(finding, int(year), at)
