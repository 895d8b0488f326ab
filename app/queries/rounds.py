"""Rounds (督查行动) to read: the list, what was found in each, and what a release will show to each town."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.db import db
from app.domain.finding import FindingState
from app.domain.people import RegionLevel, Role
from app.domain.problems import Problem
from app.domain.round import Part
from app.models import Evidence, Finding, FindingOrigin, Photo, Region, Round, RoundMember, Unit, User, Visit
from app.queries.by_id import maybe
from app.queries.periods import of_a_period, within


def page_of_rounds(wanted: dict[str, Any]) -> list[Round]:
    """One page, latest window first; one row more than `limit` tells that there is a next one."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        statement = statement.where(tuple_(Round.window_from, Round.id) < tuple_(*_place_of(wanted["after"])))
    newest = statement.order_by(Round.window_from.desc(), Round.id.desc()).limit(wanted["limit"] + 1)
    return list(db.session.scalars(newest.options(selectinload(Round.towns), selectinload(Round.visits))))


def count_of_rounds(wanted: dict[str, Any]) -> int:
    return db.session.scalars(
        select(func.count()).select_from(_filtered(wanted).with_only_columns(Round.id).subquery())
    ).one()


def _filtered(wanted: dict[str, Any]) -> Select[Round]:
    statement = select(Round)
    for name in ("kind", "state"):
        if wanted.get(name):
            statement = statement.where(getattr(Round, name) == wanted[name])
    if of_a_period(wanted):
        statement = statement.where(within(Round.released_at, wanted["since"], wanted["until"]))
    return statement


def _place_of(after: object) -> tuple[object, object]:
    last = maybe(Round, str(after))
    if last is None:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return last.window_from, last.id


def states_of_rounds() -> set[str]:
    """The states that occur in these eyes: no choice betrays what is hidden."""
    return set(db.session.scalars(select(Round.state).distinct()))


def points_of(rounds: Sequence[Round]) -> dict[UUID | None, int]:
    """How many points each round found, void ones left out."""
    counted = (
        select(FindingOrigin.round_id, func.count(Finding.id))
        .join(Finding, Finding.id == FindingOrigin.finding_id)
        .where(FindingOrigin.round_id.in_([r.id for r in rounds]), Finding.state != FindingState.VOID)
        .group_by(FindingOrigin.round_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def findings_of(round_: Round) -> list[Finding]:
    """The round's points that are not void, as one will want to read them: by town and item."""
    found = (
        select(Finding)
        .join(FindingOrigin, FindingOrigin.finding_id == Finding.id)
        .where(FindingOrigin.round_id == round_.id, Finding.state != FindingState.VOID)
        .order_by(Finding.town_id, Finding.item_code, Finding.id)
    )
    pictures = selectinload(Finding.photos).selectinload(Photo.claim)
    answers = selectinload(Finding.evidences).selectinload(Evidence.photos)
    return list(db.session.scalars(found.options(pictures, answers, selectinload(Finding.town))))


def visits_of(round_: Round) -> list[Visit]:
    looked = select(Visit).where(Visit.round_id == round_.id).order_by(Visit.started_at)
    return list(db.session.scalars(looked.options(selectinload(Visit.dimensions))))


def towns_of_county(county_id: UUID | None) -> list[Region]:
    towns = select(Region).where(
        Region.county_id == county_id, Region.level == RegionLevel.TOWN, Region.valid_to.is_(None)
    )
    return list(db.session.scalars(towns.order_by(Region.code)))


def people_of(role: Role, county_id: UUID | None) -> list[tuple[User, str]]:
    """The county's people of one role, each with the name of the unit."""
    people = select(User, Unit.name).join(Unit, Unit.id == User.unit_id)
    wanted = people.where(User.role == role, User.county_id == county_id).order_by(Unit.name, User.name)
    return [(user, unit) for user, unit in db.session.execute(wanted)]


def members_of(round_: Round) -> list[tuple[str, str, str]]:
    """(name, unit, part) of those whose names the viewer may read; planners first."""
    members = (
        select(User.name, Unit.name, RoundMember.part)
        .join(RoundMember, RoundMember.user_id == User.id)
        .join(Unit, Unit.id == User.unit_id)
        .where(RoundMember.round_id == round_.id)
    )
    rows = [(name, unit, part) for name, unit, part in db.session.execute(members)]
    return sorted(rows, key=lambda row: (row[2] != Part.PLANNER, row[1], row[0]))
