"""Desk (案头): supervisors plan rounds, look through what was found, release, order and decide."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.actions.advance import Move
from app.actions.finding import step_finding
from app.actions.order import Draft, draft_order, step_order
from app.actions.round import Plan, plan_round, step_round
from app.actions.visit import step_visit
from app.db import db, now
from app.demo.script import DRAFTED, PROPOSED, Course, RoundPlan
from app.demo.stage import Stage
from app.demo.words import VISIT_VOID, VOID
from app.domain.calendar import local_day
from app.domain.finding import FindingState
from app.domain.order import OrderLevel
from app.domain.people import Viewer
from app.models import Finding, Order, Region, Round, Unit, User, Visit
from app.queries.by_id import one
from app.queries.rules import checklist_in_force

INSPECTORS = ("inspector", "inspector2")


def plan(stage: Stage, plan_: RoundPlan, first: datetime, last: datetime) -> None:
    """The round's planner makes it; from the eve on its inspectors see it."""
    county_id = stage.cast.county_id
    made = Plan(
        county_id=county_id,
        title=plan_.title,
        kind=plan_.kind,
        window_from=local_day(first),
        window_to=local_day(last),
        checklist=checklist_in_force(county_id),
        towns=[one(Region, stage.cast.towns[name]) for name in plan_.names],
        inspectors=[one(User, stage.viewer(who).user_id or "") for who in INSPECTORS],
    )
    stage.rounds[plan_.key] = plan_round(made, stage.viewer(plan_.planner), now()).id


def step_of_round(stage: Stage, plan_: RoundPlan, action: str, note: str = "") -> None:
    step_round(one(Round, stage.rounds[plan_.key]), Move(action, stage.viewer(plan_.planner), now(), note))


def void_visit(stage: Stage, plan_: RoundPlan, name: str) -> None:
    visit = one(Visit, stage.visits[plan_.key, name])
    step_visit(visit, Move("void", stage.viewer(plan_.planner), now(), VISIT_VOID))


def look_through(stage: Stage, plan_: RoundPlan) -> None:
    """Each point is confirmed or made void; those of a round that goes on may stay as they are."""
    for finding in one(Round, stage.rounds[plan_.key]).findings:
        point = stage.point_of(finding.id)
        if finding.state != FindingState.FOUND or point.fate == "found":
            continue
        viewer = stage.viewer(plan_.planner)
        if point.fate == "void":
            step_finding(finding, Move("void", viewer, now(), VOID[point.dimension]))
        else:
            step_finding(finding, Move("confirm", viewer, now(), choices={"repeat": bool(point.again)}))


def release(stage: Stage, plan_: RoundPlan) -> None:
    look_through(stage, plan_)
    step_of_round(stage, plan_, "finish")
    db.session.flush()
    step_of_round(stage, plan_, "release")


def order(stage: Stage, plan_: RoundPlan, name: str, part: str) -> Order | None:
    """The confirmed points of one town and part as an order; None if there are none."""
    ids = [stage.found[p] for p in stage.found if (p.round, p.town, p.part) == (plan_.key, name, part)]
    confirmed = select(Finding).where(Finding.id.in_(ids), Finding.state == FindingState.CONFIRMED)
    findings = db.session.scalars(confirmed.order_by(Finding.item_code)).all()
    if not findings:
        return None
    viewer = stage.viewer(plan_.planner)
    unit = db.session.scalars(select(Unit).where(Unit.region_id == stage.cast.towns[name])).one()
    level = OrderLevel.KEY if any(f.severity == "grave" for f in findings) else OrderLevel.ORDINARY
    draft = Draft(
        findings[0].town, unit, one(Unit, viewer.unit_id or ""), plan_.title, level, copies=_copied(stage, findings)
    )
    made = draft_order(draft, findings, Move("draft", viewer, now()))
    db.session.flush()
    return made


def _copied(stage: Stage, findings: Sequence[Finding]) -> Sequence[Unit]:
    """What is a hazard goes to the department that enforces the law, too."""
    if not any(finding.red_line for finding in findings):
        return ()
    return [one(Unit, stage.viewer("department").unit_id or "")]


def send_out(order_: Order, course: Course, viewer: Viewer) -> None:
    """Proposed and issued, as far as it gets."""
    for action in {DRAFTED: (), PROPOSED: ("propose",)}.get(course.ends, ("propose", "issue")):
        step_order(order_, Move(action, viewer, now()))


def step(stage: Stage, finding_id: UUID, action: str, viewer: Viewer, note: str = "", **choices: Any) -> None:
    """One decision about one point."""
    finding = one(Finding, finding_id)
    step_finding(finding, Move(action, viewer, now(), note, choices))


def step_of_order(order_id: UUID, action: str, viewer: Viewer, note: str = "") -> None:
    step_order(one(Order, order_id), Move(action, viewer, now(), note))


def archive(stage: Stage, before: timedelta) -> None:
    """Orders closed long enough ago are put away."""
    old = select(Order).where(Order.state == "closed", Order.closed_at < now() - before)
    for order_ in db.session.scalars(old).all():
        step_order(order_, Move("archive", stage.viewer("supervisor"), now()))
