"""Scores (算分): the months of one town that a batch of acts touched, each computed once however many acts there were."""

from datetime import datetime

from app.actions.score import recompute
from app.models import Region
from app.queries.by_id import one
from app.queries.rules import first_month
from app.queries.score_months import touched


def refresh(key: str, at: datetime) -> None:
    """`key` is the town. Called once for all that was due of it, within the transaction that claimed it."""
    town = one(Region, key)
    first = first_month(town.id)
    for month in touched(town.id, at):
        if first <= month.first_day:
            recompute(town, month, at)
