"""Public listings (公示) of a county that has switched them on: what is listed, and for some days what was put right."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.db import db
from app.domain.listing import MET
from app.domain.people import RegionLevel
from app.models import PublicListing, Region
from app.queries.rules import setting

SHOWN, DAYS = "public_listed", "public_listed_days"
USUAL = {SHOWN: "off", DAYS: "30"}  # 默认方案: nothing is public before a county says so


def is_public(county_id: UUID) -> bool:
    return setting(county_id, SHOWN, USUAL[SHOWN]) == "on"


def open_listing(order_id: UUID) -> PublicListing | None:
    its = select(PublicListing).where(PublicListing.order_id == order_id, PublicListing.ended_at.is_(None))
    return db.session.scalars(its).one_or_none()


def listings_of(code: str, at: datetime) -> tuple[str, Sequence[PublicListing]]:
    """The county's name and its listings; both empty for a code of nowhere, a county that shows none or has none."""
    with_code = select(Region).where(Region.code == code, Region.level == RegionLevel.COUNTY).order_by(Region.id)
    county = db.session.scalars(with_code.limit(1)).first()
    rows = _listings(county.id, at) if county is not None and is_public(county.id) else []
    return (county.name, rows) if county is not None and rows else ("", [])


def _listings(county_id: UUID, at: datetime) -> Sequence[PublicListing]:
    since = at - timedelta(days=int(setting(county_id, DAYS, USUAL[DAYS])))
    put_right = and_(PublicListing.result == MET, PublicListing.ended_at > since)
    shown = or_(PublicListing.ended_at.is_(None), put_right)
    its = select(PublicListing).where(PublicListing.county_id == county_id, shown)
    return db.session.scalars(its.order_by(PublicListing.listed_at.desc(), PublicListing.id)).all()


def address_of(county_id: UUID) -> str | None:
    """The code under which the county's listings can be read, if they can."""
    county = db.session.get(Region, county_id)
    return county.code if county is not None and is_public(county_id) else None
