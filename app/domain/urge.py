"""Urging (催办): when the office may press for a point or an order again."""

from datetime import datetime

from app.domain.calendar import local_day
from app.domain.problems import Problem


def urge_refusal(urged_at: datetime | None, at: datetime) -> Problem | None:
    """Once a day by China's clocks is enough: who reads it has the day to act."""
    if urged_at is not None and local_day(urged_at) == local_day(at):
        return Problem("urged_today")
    return None
