"""Rechecks (复查): each working morning a county's lot is drawn; a report is concluded once its photos are here."""

from datetime import datetime
from uuid import UUID

from app.actions.recheck import draw_rechecks, hand
from app.actions.recheck_report import conclude as conclude_one
from app.domain.recheck import RecheckState
from app.models import Recheck, User
from app.queries.by_id import one


def draw(key: str, at: datetime) -> None:
    """`key` is county and day."""
    county_id, _day = key.split(":")
    draw_rechecks(UUID(county_id), at)


def tell(key: str, at: datetime) -> None:
    """`key` is recheck and person."""
    recheck_id, user_id = key.split(":")
    hand(one(Recheck, recheck_id), one(User, user_id), at)


def conclude(key: str, at: datetime) -> None:
    """`key` is the recheck; one whose photos are still on their way is concluded when the last has come."""
    recheck = one(Recheck, key)
    if recheck.state == RecheckState.REPORTED and all(photo.arrived_at for photo in recheck.photos):
        conclude_one(recheck, at)
