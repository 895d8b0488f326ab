"""Warnings (督导预警): a town's are judged after each act that touches a deadline, and whenever one may change by time."""

from datetime import datetime, timedelta

from app.actions.journal import plan_once
from app.actions.warning import judge, settle_warnings
from app.domain.reactions import WARN
from app.models import Region
from app.queries.by_id import one
from app.queries.set_based.settled import settled

A_MOMENT = timedelta(seconds=1)


def refresh(key: str, at: datetime) -> None:
    """`key` is the town. Judged as of when nothing older is still being written, and again at the next moment that counts."""
    town, stands = one(Region, key), settled(at)
    judged = judge(town, stands)
    settle_warnings(town.id, judged, at)
    later = [moment for moment in judged.moments if moment > stands]
    if later:
        plan_once(WARN, key, max(min(later), at + A_MOMENT))
