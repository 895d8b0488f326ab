"""Makers (造数据): plain functions with fixed, readable values; they go through the actions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import select

from app.actions.account import Newcomer, create_account
from app.actions.advance import Move
from app.actions.evidence import Answer, submit_evidence
from app.actions.finding import Recorded, record_finding, step_finding
from app.actions.order import Draft, draft_order, step_order
from app.actions.photo import Declared, arrived
from app.actions.round import Plan, plan_round, step_round
from app.actions.visit import Started, finish_visit, start_visit
from app.db import db, now
from app.domain import chance
from app.domain.calendar import local_day
from app.domain.finding import Sameness
from app.domain.people import SYSTEM, Role, UnitKind, Viewer
from app.domain.round import RoundKind
from app.models import BlobHolder, Evidence, Finding, Order, Region, Round, Setting, Unit, User, Visit
from app.queries.by_id import one
from app.queries.rules import checklist_in_force, item_of

PASSWORD = "a-password-for-tests-only"
COUNTY = "330182000000"  # 建德市
HERE = {"lon": 119.51, "lat": 29.546, "accuracy_m": 8.0, "provider": "gps", "datum": "wgs84"}


@dataclass
class World:
    """Ids and viewers of the people of one county; objects belong to a session, so none are kept."""

    county_id: UUID
    towns: dict[str, UUID]
    viewers: dict[str, Viewer] = field(default_factory=dict)


def make_world() -> World:
    """Offices of 建德市, 梅城镇 and 寿昌镇, and the people of the demo."""
    county = db.session.scalars(select(Region).where(Region.code == COUNTY)).one()
    rows = db.session.scalars(select(Region).where(Region.county_id == county.id, Region.level == "town"))
    towns = {r.name: r for r in rows}
    world = World(county.id, {name: r.id for name, r in towns.items()})
    db.session.add(Setting(region_id=county.id, key="issuing_word", value="建美镇督"))
    for share in ("passes", "red_line_passes"):  # by lot only where a test is about it: else one in twenty would differ
        db.session.add(Setting(region_id=county.id, key=f"second_review_{share}", value="0"))
    office = make_unit("建德市美丽城镇建设工作专班", UnitKind.OFFICE, county)
    team = make_unit("建德市督查组", UnitKind.TEAM, county)
    for login, role in (("supervisor", Role.SUPERVISOR), ("supervisor2", Role.SUPERVISOR), ("leader", Role.LEADER)):
        world.viewers[login] = make_person(login, role, office, county)
    for login in ("inspector", "inspector2"):
        world.viewers[login] = make_person(login, Role.INSPECTOR, team, county)
    for login, name in (("town", "梅城镇"), ("town2", "寿昌镇")):
        unit = make_unit(f"{name}人民政府", UnitKind.TOWN, towns[name])
        world.viewers[login] = make_person(login, Role.TOWN, unit, county, towns[name])
    for login, role in (("sysadmin", Role.SYSADMIN), ("secadmin", Role.SECADMIN), ("auditor", Role.AUDITOR)):
        world.viewers[login] = make_person(login, role, office, county)
    return world


@cache
def password_hash() -> str:
    """As quick as Argon2 can be: what is slow on purpose would be half of a run's time (test_failed_sign_in.py hashes in earnest)."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_unit(name: str, kind: UnitKind, region: Region) -> Unit:
    unit = Unit(id=chance.new_id(), kind=kind, region_id=region.id, name=name, contact="0571-00000000")
    db.session.add(unit)
    db.session.flush()
    return unit


def make_person(login: str, role: Role, unit: Unit, county: Region, town: Region | None = None) -> Viewer:
    newcomer = Newcomer(login, login, role, unit, county.id, town.id if town else None, demo=True, must_change=False)
    account = create_account(newcomer, password_hash(), SYSTEM, now())
    db.session.flush()
    return Viewer(role, account.user_id, unit.id, county.id, town.id if town else None)


def make_round(world: World, town: str = "梅城镇", kind: RoundKind = RoundKind.UNANNOUNCED) -> Round:
    """A round of today, planned by `supervisor`, with `inspector`, open to them."""
    county_id, today = world.county_id, local_day(now())
    plan = Plan(
        county_id=county_id,
        title="第四季度第一轮",
        kind=kind,
        window_from=today,
        window_to=today + timedelta(days=3),
        checklist=checklist_in_force(county_id),
        towns=[one(Region, world.towns[town])],
        inspectors=[one(User, inspector_id(world))],
    )
    return plan_round(plan, world.viewers["supervisor"], now())


def inspector_id(world: World) -> UUID:
    user_id = world.viewers["inspector"].user_id
    assert user_id is not None
    return user_id


def make_visit(round_: Round, viewer: Viewer) -> Visit:
    started = Started(chance.new_id(), round_.towns[0].town_id, now() - timedelta(minutes=40), HERE, None)
    start_visit(round_, started, viewer, now())
    return one(Visit, started.visit_id)


def photo(name: str, slot: int = 0, role: str = "before", taken_at: datetime | None = None) -> Declared:
    """A declared photo; its hash is of its name."""
    digest = sha256(name.encode()).hexdigest()
    at = taken_at or datetime(2026, 11, 12, 2, tzinfo=UTC)
    return Declared(digest, slot, role, at, "camera", HERE, None, digest, 350_000, None, {})


def hold(declared: Declared, viewer: Viewer) -> None:
    """Its bytes have been brought by that person."""
    db.session.add(BlobHolder(sha256=declared.sha256, user_id=viewer.user_id, receipt="{}", received_at=now()))
    db.session.flush()
    arrived(declared.sha256, now())


def make_finding(visit: Visit, viewer: Viewer, item: str = "WS-03", quantity: str = "1", **more: Any) -> Finding:
    """A point with its before-photo there."""
    checklist = checklist_in_force(visit.county_id)
    before = photo(f"{visit.id}{item}{chance.new_id()}")
    facts = {"sameness": Sameness.NEW, "spot_id": None, "photos": (before,), "note": "北门两只桶满溢", **more}
    recorded = Recorded(chance.new_id(), "inspection", Decimal(quantity), position=HERE, made_at=now(), **facts)
    record_finding(visit, item_of(checklist.id, item), recorded, viewer, now())
    for declared in facts["photos"]:
        hold(declared, viewer)
    return one(Finding, recorded.finding_id)


def finish(visit: Visit, viewer: Viewer, **looked: str) -> None:
    """Every dimension looked at and clean, but those given."""
    codes = dict.fromkeys(("WS", "DZ", "CK", "XL", "RM", "LS", "SS", "AQ"), "clean") | looked
    finish_visit(visit, now(), codes, Move("finish", viewer, now()))


def release(round_: Round, viewer: Viewer) -> None:
    """Confirm what was found, then finish and release."""
    for finding in round_.findings:
        if finding.state == "found":
            step_finding(finding, Move("confirm", viewer, now()))
    for action in ("finish", "release"):
        step_round(round_, Move(action, viewer, now()))


def make_order(findings: list[Finding], viewer: Viewer) -> Order:
    """Drafted, proposed and issued."""
    town = findings[0].town
    unit = db.session.scalars(select(Unit).where(Unit.region_id == town.id)).one()
    issuer = one(Unit, str(viewer.unit_id))
    draft = Draft(town, unit, issuer, "第四季度第一轮暗访", "ordinary")
    order = draft_order(draft, findings, Move("draft", viewer, now()))
    db.session.flush()
    for action in ("propose", "issue"):
        step_order(order, Move(action, viewer, now()))
    return order


def answer(finding: Finding, viewer: Viewer, **claims: Any) -> Evidence:
    """An after-photo whose bytes are there; `claims` are what the phone says of it."""
    after = replace(photo(f"after {finding.id} {chance.new_id()}", role="after"), **claims)
    hold(after, viewer)
    sent = Answer(chance.new_id(), "已清运，桶身冲洗", now(), (after,))
    submit_evidence(finding, sent, viewer, now())
    return one(Evidence, sent.evidence_id)
