"""Rechecks (复查) to read: what waits for somebody to look, what is ripe for a draw, and what a spot has been through."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, selectinload

from app.db import db
from app.domain.finding import FindingState
from app.domain.problems import Problem
from app.domain.recheck import STANDING, RecheckState, Risk, Sampling, oldest_ripe
from app.models import Evidence, Finding, Journal, Photo, Recheck, RecheckDraw, RecheckPlan
from app.queries.by_id import maybe
from app.queries.rules import settings

USUAL = {f"recheck_{name}": str(value) for name, value in asdict(Sampling()).items()}
BACK = "finding.rebound"


@dataclass(frozen=True)
class Ripe:
    finding: Finding
    closed_at: datetime
    risk: Risk


def sampling_of(county_id: UUID) -> Sampling:
    """What the county set itself, else the usual (默认方案)."""
    said = settings(county_id, USUAL)
    return Sampling(**{name: int(said[f"recheck_{name}"]) for name in asdict(Sampling())})


def standing_of(finding_id: UUID) -> Recheck | None:
    """The one that waits, as far as the viewer sees it."""
    waits = select(Recheck).where(Recheck.finding_id == finding_id, Recheck.state.in_(STANDING))
    return db.session.scalars(waits.options(selectinload(Recheck.plan))).one_or_none()


def last_draw(county_id: UUID) -> datetime | None:
    return db.session.scalars(select(func.max(RecheckDraw.until)).where(RecheckDraw.county_id == county_id)).one()


def ripe(county_id: UUID, since: datetime | None, until: datetime, at: datetime) -> list[Ripe]:
    """Told points that were closed in that time and stand closed, their window open, nobody on the way to them."""
    oldest = max(since or oldest_ripe(at, sampling_of(county_id)), oldest_ripe(at, sampling_of(county_id)))
    waits = select(Recheck.finding_id).where(Recheck.state.in_(STANDING))
    closed = (
        select(Finding, _backs())
        .where(
            Finding.county_id == county_id,
            Finding.state == FindingState.CLOSED,
            Finding.disclosed_at.is_not(None),
            Finding.closed_at > oldest,
            Finding.closed_at <= until,
            Finding.id.not_in(waits),
        )
        .order_by(Finding.closed_at, Finding.id)
    )
    return [Ripe(it, it.closed_at, _risk(it, backs)) for it, backs in db.session.execute(closed) if it.closed_at]


def _risk(finding: Finding, backs: int) -> Risk:
    return Risk(finding.red_line, finding.severity, finding.repeat, finding.rework_count, backs)


def _backs() -> ColumnElement[int]:
    """How often a point of the same spot came back."""
    other = aliased(Finding)
    returned = select(func.count(Journal.id)).join(other, other.id == Journal.subject_id)
    return returned.where(Journal.act == BACK, other.spot_id == Finding.spot_id).scalar_subquery()


def backs_since(spots: Collection[UUID], since: datetime) -> dict[UUID, int]:
    """How often points of each place came back from then on."""
    counted = (
        select(Finding.spot_id, func.count(Journal.id))
        .join(Journal, Journal.subject_id == Finding.id)
        .where(Journal.act == BACK, Journal.at >= since, Finding.spot_id.in_(spots))
        .group_by(Finding.spot_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def page_of_rechecks(wanted: dict[str, Any]) -> list[Recheck]:
    """One page, the soonest to look first; one row more than `limit` tells that there is a next one."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        last = maybe(Recheck, wanted["after"])
        if last is None or last.plan is None:
            raise Problem("filter_unknown", pointer="/after", name="after")
        statement = statement.where(tuple_(RecheckPlan.look_by, Recheck.id) > tuple_(last.plan.look_by, last.id))
    whole = (contains_eager(Recheck.plan), *_with_points())
    ordered = statement.order_by(RecheckPlan.look_by, Recheck.id).limit(wanted["limit"] + 1)
    return list(db.session.scalars(ordered.options(*whole)))


def count_of_rechecks(wanted: dict[str, Any]) -> int:
    return db.session.scalars(_filtered(wanted).with_only_columns(func.count(Recheck.id))).one()


def nobody_sent() -> int:
    """Wanted, and given to nobody yet."""
    return count_of_rechecks({"state": RecheckState.WANTED.value, "given": False})


def rechecks_of(finding_id: UUID) -> Sequence[Recheck]:
    """Newest first: by when they were wanted, or for who does not see that, told."""
    of_it = select(Recheck).where(Recheck.finding_id == finding_id).outerjoin(RecheckPlan)
    newest = of_it.order_by(RecheckPlan.wanted_at.desc(), Recheck.reported_at.desc(), Recheck.id)
    pictures = selectinload(Recheck.photos).selectinload(Photo.claim)
    return db.session.scalars(newest.options(contains_eager(Recheck.plan), pictures)).all()


def _filtered(wanted: dict[str, Any]) -> Select[Recheck]:
    statement = select(Recheck).join(RecheckPlan)
    columns = {"town": Recheck.town_id, "state": Recheck.state, "why": RecheckPlan.why}
    for name, column in columns.items():
        if wanted.get(name):
            statement = statement.where(column == wanted[name])
    if wanted.get("given") is None:
        return statement
    nobody = RecheckPlan.given_to.is_(None)
    return statement.where(~nobody if wanted["given"] else nobody)


def _with_points() -> tuple[Any, ...]:
    point = selectinload(Recheck.finding)
    return (
        point.selectinload(Finding.town),
        point.selectinload(Finding.photos).selectinload(Photo.claim),
        point.selectinload(Finding.evidences).selectinload(Evidence.photos),
    )


def occurrences(finding: Finding) -> Sequence[Finding]:
    """Every time its spot was found, the newest first (反复发生)."""
    of_spot = select(Finding).where(Finding.spot_id == finding.spot_id, Finding.state != FindingState.VOID)
    return db.session.scalars(of_spot.order_by(Finding.closed_at.desc().nulls_first(), Finding.id)).all()
