"""Units (单位) a point can be directed to: departments and firms of its county, besides the town it lies in."""

from uuid import UUID

from sqlalchemy import Select, select

from app.db import db
from app.domain.people import UnitKind
from app.models import Region, Unit

OTHERS = (UnitKind.DEPARTMENT, UnitKind.FIRM)


def units_that_answer(county_id: UUID) -> list[Unit]:
    return list(db.session.scalars(_of_county(county_id).order_by(Unit.name)))


def unit_that_answers(county_id: UUID, unit_id: UUID | None) -> Unit | None:
    return db.session.scalars(_of_county(county_id).where(Unit.id == unit_id)).one_or_none()


def _of_county(county_id: UUID) -> Select[Unit]:
    return (
        select(Unit)
        .join(Region, Region.id == Unit.region_id)
        .where(Region.county_id == county_id, Unit.kind.in_(OTHERS))
    )
