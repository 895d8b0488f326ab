"""Spots (点): where an occurrence is; the phone suggests, a supervisor confirms (decision 21)."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import db
from app.domain import chance
from app.domain.finding import Sameness
from app.models import ChecklistItem, Spot, Visit
from app.models.base import point_of

if TYPE_CHECKING:
    from app.actions.finding import Recorded


def spot_for(visit: Visit, item: ChecklistItem, recorded: "Recorded") -> Spot:
    """The spot the phone named, if it is one of this town and item; else a new one at the point's position."""
    if recorded.sameness is not Sameness.NEW and recorded.spot_id is not None:
        known = db.session.scalars(
            select(Spot).where(Spot.id == recorded.spot_id, Spot.town_id == visit.town_id, Spot.item_code == item.code)
        ).one_or_none()
        if known is not None:
            return known
    return Spot(
        id=chance.new_id(),
        county_id=visit.county_id,
        town_id=visit.town_id,
        item_code=item.code,
        point=point_of(recorded.position),
    )
