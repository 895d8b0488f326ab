"""What an order can be drafted from (可入单的点位): confirmed points that the town already sees, and who would answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.finding import FindingState
from app.domain.people import UnitKind
from app.domain.problems import Problem
from app.models import Finding, FindingOrigin, Photo, Region, Round, Unit


def towns_to_order() -> list[tuple[Region, int]]:
    """Towns with such points, and how many."""
    count = func.count(Finding.id)
    with_points = select(Region, count).join(Finding, Finding.town_id == Region.id).where(_ready())
    return [(town, n) for town, n in db.session.execute(with_points.group_by(Region.id).order_by(Region.code))]


def points_to_order(town_id: UUID) -> list[Finding]:
    statement = select(Finding).where(_ready(), Finding.town_id == town_id).order_by(Finding.item_code, Finding.id)
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    return list(db.session.scalars(statement.options(pictures)))


def _ready() -> ColumnElement[bool]:
    """The state alone tells: a point whose order was made void is confirmed again, and still says which one that was."""
    return and_(Finding.state == FindingState.CONFIRMED, Finding.disclosed_at.is_not(None))


def rounds_of(findings: Sequence[Finding]) -> list[Round]:
    """The rounds these points were found in, newest first, as far as the viewer sees them."""
    ids = [finding.id for finding in findings]
    origins = select(FindingOrigin.round_id).where(FindingOrigin.finding_id.in_(ids))
    return list(db.session.scalars(select(Round).where(Round.id.in_(origins)).order_by(Round.window_to.desc())))


def answering_unit(town: Region) -> Unit:
    """The government of the town."""
    of_town = select(Unit).where(Unit.region_id == town.id, Unit.kind == UnitKind.TOWN).order_by(Unit.name)
    unit = db.session.scalars(of_town.limit(1)).first()
    if unit is None:
        raise Problem("unit_not_answering", town=town.name)
    return unit
