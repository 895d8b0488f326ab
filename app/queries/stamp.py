"""What a stamp needs to know (水印的事实): which photos may have one, of which point they are, and what the public page says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from app.db import db
from app.domain.evidence import PhotoOwner
from app.models import (
    Evidence,
    Finding,
    FindingOrigin,
    Photo,
    PhotoCode,
    PhotoMask,
    Recheck,
    RecheckPlan,
    Region,
    Round,
    TownRequest,
    Unit,
    User,
)
from app.queries.masks import of_a_copy

ANSWERS: tuple[type[Any], ...] = (Evidence, TownRequest)
UNSTAMPED = (Photo.derived_at.is_not(None), Photo.stamped_at.is_(None))


@dataclass(frozen=True)
class Whose:
    """The point that a photo belongs to, the unit that took it, and since when the server knew its hash."""

    finding: Finding
    unit: str
    received_at: datetime


def next_unstamped(town_id: UUID, after: UUID | None, limit: int) -> list[Photo]:
    """Held until the transaction ends; what another worker holds is its own."""
    statement = select(Photo).where(*UNSTAMPED, _of_points(Finding.town_id == town_id, _told()))
    statement = statement.where(Photo.id > after) if after else statement
    held = statement.order_by(Photo.id).limit(limit).with_for_update(of=Photo, skip_locked=True)
    return list(db.session.scalars(held))


def without_code(town_id: UUID) -> list[Photo]:
    """Made small before there were codes."""
    lacking = ~exists().where(PhotoCode.photo_id == Photo.id)
    return list(
        db.session.scalars(select(Photo).where(*UNSTAMPED, lacking, _of_points(Finding.town_id == town_id, _told())))
    )


def masks_on_stamp(photo: Photo, town_id: UUID) -> list[PhotoMask]:
    """Its own, and what is hidden in the same bytes of that town's points: of those alone its people can know."""
    told = PhotoMask.photo_id.in_(select(Photo.id).where(_of_points(Finding.town_id == town_id, _told())))
    rows = select(PhotoMask).where(PhotoMask.sha256 == photo.sha256, told | (PhotoMask.photo_id == photo.id))
    return of_a_copy(photo, db.session.scalars(rows.order_by(PhotoMask.n)))


def stamped_beside_masks(town_id: UUID) -> list[Photo]:
    """Stamped copies of that town whose bytes somebody has drawn a mask on, here or elsewhere."""
    masked = select(PhotoMask.sha256)
    stamped = select(Photo).where(Photo.stamped_at.is_not(None), Photo.sha256.in_(masked))
    return list(db.session.scalars(stamped.where(_of_points(Finding.town_id == town_id, _told()))))


def is_told(finding: Finding) -> bool:
    return db.session.scalars(select(Finding.id).where(Finding.id == finding.id, _told())).first() is not None


def whose(photo: Photo) -> Whose | None:
    """None for what belongs to no point: a visit's clean place, a self-check."""
    match photo.owner_kind:
        case PhotoOwner.FINDING:
            statement = _found(photo)
        case PhotoOwner.EVIDENCE:
            statement = _answered(Evidence, Evidence.received_at, photo)
        case PhotoOwner.REQUEST:
            statement = _answered(TownRequest, TownRequest.asked_at, photo)
        case PhotoOwner.RECHECK:
            return _made(_looked_at(photo))
        case _:
            return None
    return _made(statement)


def _made(statement: Select[Any, Any, Any]) -> Whose | None:
    row = db.session.execute(statement).one_or_none()
    return Whose(*row) if row else None


@dataclass(frozen=True)
class Told:
    """What the public page says of a code."""

    taken_at: datetime
    time_says: str
    county: str
    town: str


def told_of_code(code: str) -> Told | None:
    """One look, the same whether there is no such code or it is not told yet."""
    county = aliased(Region)
    statement = (
        select(PhotoCode.taken_at, PhotoCode.time_says, county.name, Region.name)
        .join(Region, Region.id == PhotoCode.town_id)
        .join(county, county.id == Region.county_id)
        .where(PhotoCode.code == code)
    )
    row = db.session.execute(statement).one_or_none()
    return Told(row[0], str(row[1]), row[2], row[3]) if row else None


def _told() -> ColumnElement[bool]:
    """Disclosed, and not out of a round that is still secret: a stamp would say when somebody was there (decision 4)."""
    secret = exists().where(
        FindingOrigin.finding_id == Finding.id, Round.id == FindingOrigin.round_id, Round.released_at.is_(None)
    )
    return Finding.disclosed_at.is_not(None) & ~secret


def _of_points(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Photos of such points, of their answers, of what was asked about them, and of a recheck that brought them back."""
    points = select(Finding.id).where(*which)
    answers = (select(it.id).where(it.finding_id.in_(points)) for it in ANSWERS)
    looks = select(Recheck.id).where(Recheck.finding_id.in_(points), Recheck.told_at.is_not(None))
    return or_(Photo.owner_id.in_(points), *(Photo.owner_id.in_(ids) for ids in (*answers, looks)))


def _found(photo: Photo) -> Select[Finding, str, datetime]:
    return (
        select(Finding, Unit.name, FindingOrigin.received_at)
        .join(FindingOrigin, FindingOrigin.finding_id == Finding.id)
        .join(User, User.id == FindingOrigin.recorded_by)
        .join(Unit, Unit.id == User.unit_id)
        .where(Finding.id == photo.owner_id)
    )


def _looked_at(photo: Photo) -> Select[Finding, str, datetime | None]:
    return (
        select(Finding, Unit.name, Recheck.reported_at)
        .join(Recheck, Recheck.finding_id == Finding.id)
        .join(RecheckPlan, RecheckPlan.recheck_id == Recheck.id)
        .join(User, User.id == RecheckPlan.given_to)
        .join(Unit, Unit.id == User.unit_id)
        .where(Recheck.id == photo.owner_id)
    )


def _answered(model: type[Any], received_at: Any, photo: Photo) -> Select[Finding, str, datetime]:
    return (
        select(Finding, Unit.name, received_at)
        .join(model, model.finding_id == Finding.id)
        .join(Unit, Unit.id == model.unit_id)
        .where(model.id == photo.owner_id)
    )
