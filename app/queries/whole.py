"""Whole (整体取用): many subjects with all that their bodies say of them, in a fixed number of questions."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad as Loading

from app.db import db
from app.models import Evidence, Finding, Order, Recheck, Round, RoundTown, SelfCheck, Visit

OF_POINTS: tuple[Loading, ...] = (
    selectinload(Finding.town),
    selectinload(Finding.spot),
    selectinload(Finding.order),
    selectinload(Finding.origin),
    selectinload(Finding.photos),
    selectinload(Finding.requests),
    selectinload(Finding.evidences).selectinload(Evidence.photos),
    selectinload(Finding.evidences).selectinload(Evidence.reviews),
)
LOADS: dict[type[Any], tuple[Loading, ...]] = {
    Round: (
        selectinload(Round.towns).selectinload(RoundTown.town),
        selectinload(Round.members),
        selectinload(Round.checklist),
        selectinload(Round.visits),
        selectinload(Round.findings).selectinload(Finding.photos),
    ),
    Visit: (selectinload(Visit.dimensions),),
    SelfCheck: (selectinload(SelfCheck.photos),),
    Order: (selectinload(Order.issuer), selectinload(Order.findings).selectinload(Finding.evidences)),
    Finding: OF_POINTS,
    Recheck: (
        selectinload(Recheck.plan),
        selectinload(Recheck.photos),
        *(selectinload(Recheck.finding).options(it) for it in OF_POINTS),
    ),
}


def whole(model: type[Any], keys: Collection[UUID]) -> dict[UUID, Any]:
    """Those of the subjects that the viewer sees, by id."""
    if not keys:
        return {}
    wanted = select(model).where(model.id.in_(keys)).options(*LOADS.get(model, ()))
    return {row.id: row for row in db.session.scalars(wanted)}
