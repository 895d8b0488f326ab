"""Rechecks (复查情况) on a point's page and beside its answer: what was planned and seen, and what its spot has been through."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from app.access import caller
from app.domain.people import Role
from app.domain.recheck import RECHECK, STANDING, RecheckState, why_look
from app.models import Finding, Recheck, User
from app.pages.county import my_county
from app.pages.parts import Chip, Photo, several, t
from app.pages.points import chip_of
from app.queries.by_id import maybe
from app.queries.rechecks import occurrences, rechecks_of
from app.queries.rounds import people_of
from app.queries.rules import calendar_of

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Looked:
    """One recheck; why, until when and who went only for those who see the plan."""

    chip: Chip
    why: str
    look_by: date | None
    who: str
    at: datetime | None
    note: str
    photos: list[Photo]
    steps_url: str | None
    version: int


@dataclass(frozen=True)
class Occurrence:
    """One time the spot was found."""

    url: str
    chip: Chip
    note: str
    reworked: int
    closed_at: datetime | None
    current: bool


@dataclass(frozen=True)
class LookedAt:
    """`ask_url` is none where nothing is to be looked at, or somebody is on the way already."""

    ids: list[UUID]
    rows: list[Looked]
    ask_url: str | None
    inspectors: Options
    occurrences: list[Occurrence]


def looked_at(finding: Finding) -> LookedAt:
    rechecks = rechecks_of(finding.id)
    office = caller().viewer.role is Role.SUPERVISOR
    free = why_look(finding.state) is not None and not any(it.state in STANDING for it in rechecks)
    can_ask = office and free and finding.disclosed_at is not None
    people = people_of(Role.INSPECTOR, my_county()) if office else []
    times = occurrences(finding)
    return LookedAt(
        ids=[it.id for it in rechecks],
        rows=[_looked(it) for it in rechecks],
        ask_url=url_for("rechecks.ask", raw_id=finding.id) if can_ask else None,
        inspectors=[(str(user.id), t("d.who", name=user.name, unit=unit)) for user, unit in people],
        occurrences=[_occurrence(it, finding) for it in times] if len(times) > 1 else [],
    )


def _looked(recheck: Recheck) -> Looked:
    plan = recheck.plan
    offered = RECHECK.offered(recheck, RecheckState(recheck.state), caller().viewer)
    droppable = any(offer.action == "drop" for offer in offered)
    holder = maybe(User, recheck.given_to) if recheck.given_to else None
    return Looked(
        chip=Chip(f"recheck.{recheck.state}"),
        why=plan.why if plan else "",
        look_by=plan.look_by if plan else None,
        who=holder.name if holder else "",
        at=recheck.reported_at,
        note=recheck.note,
        photos=several(recheck.photos),
        steps_url=url_for("rechecks.steps", raw_id=recheck.id) if droppable else None,
        version=recheck.version,
    )


def _occurrence(it: Finding, here: Finding) -> Occurrence:
    chip = chip_of(it, calendar_of(it.county_id))
    return Occurrence(url_for("findings.show", raw_id=it.id), chip, it.note, it.rework_count, it.closed_at, it is here)
