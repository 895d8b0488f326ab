"""Findings (整改点位): recorded by an inspector, then moved by the table; effects of each action stand beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.actions import contents, places
from app.actions import order as orders
from app.actions.advance import Move, advance
from app.actions.deadline import set_due, start_clock
from app.actions.duplicate import merge
from app.actions.journal import Act, plan, write
from app.actions.photo import Declared, declare
from app.actions.recheck import drop_needless
from app.actions.reclassify import reclassify
from app.actions.review import decide
from app.actions.second_review import draw
from app.actions.spot import spot_for
from app.actions.urge import urge
from app.db import db
from app.domain.calendar import END_OF_DAY, local_day, moment
from app.domain.deadline import ON_THE_SPOT_WITHIN, Cause
from app.domain.evidence import PhotoOwner, PhotoRole, Verdict
from app.domain.finding import FINDING, FindingState, Sameness
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.domain.reactions import RESUME_BY
from app.domain.recheck import MOVES_ON
from app.domain.request import suspension_refusal
from app.models import ChecklistItem, Finding, FindingOrigin, Journal, Photo, Visit
from app.models.base import lon_lat, point_of
from app.queries.clock import clock_of
from app.queries.units import unit_that_answers


@dataclass(frozen=True)
class Recorded:
    """A point as the phone recorded it."""

    finding_id: UUID
    source: str
    quantity: Decimal
    note: str
    position: dict[str, Any] | None
    sameness: Sameness
    spot_id: UUID | None
    made_at: datetime
    photos: tuple[Declared, ...]

    @property
    def fixed_on_spot(self) -> bool:
        """立行立改: a second photo within 30 minutes of the first one."""
        before = [p.taken_at for p in self.photos if p.role == PhotoRole.BEFORE]
        after = [p.taken_at for p in self.photos if p.role == PhotoRole.ONSITE_AFTER]
        return bool(before and after) and max(after) - min(before) <= ON_THE_SPOT_WITHIN


def record_finding(
    visit: Visit, item: ChecklistItem, recorded: Recorded, viewer: Viewer, at: datetime
) -> tuple[Journal, list[str]]:
    """Make the point with its origin, spot and photo slots; returns its journal row and the hashes still missing."""
    spot = spot_for(visit, item, recorded)
    finding = Finding(
        id=recorded.finding_id,
        county_id=visit.county_id,
        town_id=visit.town_id,
        spot=spot,
        checklist_id=item.checklist_id,
        item_code=item.code,
        quantity=recorded.quantity,
        severity=item.severity,
        time_grade=item.time_grade,
        red_line=item.red_line,
        repeat=recorded.sameness is Sameness.AGAIN,
        fixed_on_spot=recorded.fixed_on_spot,
        source=recorded.source,
        note=recorded.note,
        point=point_of(lon_lat(spot.point)),  # a point that was loaded cannot be stored as it is
        origin=FindingOrigin(
            round_id=visit.round_id,
            visit_id=visit.id,
            recorded_by=viewer.user_id,
            made_at=recorded.made_at,
            received_at=at,
            position=recorded.position,
            sameness=recorded.sameness,
        ),
    )
    said = contents.of_point(finding, recorded.position, recorded.photos)
    event = write(Act("finding.record", finding.id, said), places.of_visit(visit), viewer, at)
    finding.enter(FINDING.initial, event)
    db.session.add(finding)
    return event, declare(finding, PhotoOwner.FINDING, recorded.photos, at)


def disclose(finding: Finding, photos: Sequence[Photo], viewer: Viewer, at: datetime) -> None:
    """From now on the town sees the point; the town's own stream says so (decision 3)."""
    finding.disclosed_at = at
    act = Act("finding.disclose", finding.id, contents.of_told(finding, photos), {"town_id": finding.town_id})
    write(act, places.of_town(finding), viewer, at)


def step_finding(finding: Finding, move: Move) -> Journal:
    """Apply one action of the table to a point, with what it brings about."""
    if move.action == "hand_over":
        return _hand_over(finding, move)
    if move.action in DRAWN:
        draw(finding, move)
    event = advance(finding, FINDING, move, places.of_finding(finding), **_said(finding, move))
    EFFECTS.get(move.action, _nothing_more)(finding, move)
    if move.action in MOVES_ON:
        drop_needless(finding, move)
    return event


def _said(finding: Finding, move: Move) -> dict[str, Any]:
    """What goes into the log besides the words: which answer, until when, to whom, as what; a repeat costs double."""
    if move.action in {"pass", "return"} and finding.under_review is not None:
        return {"evidence": str(finding.under_review.id)}
    if move.action == "reclassify":
        was = {"item_was": finding.item_code, "severity_was": finding.severity}
        return {
            **was,
            **{f"{name}_is": str(move.choices[choice]) for name, choice in AS_WHAT if move.choices.get(choice)},
        }
    if move.action in SAYS:
        return {name: str(move.choices[name]) for name in SAYS[move.action] if name in move.choices}
    return {"repeat": int(bool(move.choices.get("repeat", finding.repeat)))} if move.action == "confirm" else {}


DRAWN = ("pass", "return")  # every decision draws whether it is looked at again
AS_WHAT = (("item", "item_code"), ("severity", "severity"))
SAYS = {"suspend": ("until",), "direct": ("unit_id",), "merge": ("duplicate_of",)}


def _hand_over(finding: Finding, move: Move) -> Journal:
    """A missing manhole cover can't wait for the release: this one point becomes the town's at once."""
    told = contents.of_told(finding, finding.photos)
    event = advance(finding, FINDING, move, places.of_town(finding), **told, **move.choices)
    with db.session.no_autoflush:  # state and deadline reach the table together: its CHECK wants both
        finding.disclosed_at = finding.disclosed_at or move.at
        finding.spot.confirmed_at = finding.spot.confirmed_at or move.at
        start_clock(finding, move, Cause.HAND_OVER)
    return event


def _confirm(finding: Finding, move: Move) -> None:
    if finding.state == FindingState.CLOSED:  # first of all: loading its spot writes what has been changed so far
        finding.closed_at = move.at
    finding.spot.confirmed_at = finding.spot.confirmed_at or move.at
    finding.repeat = bool(move.choices.get("repeat", finding.repeat))


def _pass(finding: Finding, move: Move) -> None:
    finding.closed_at, finding.stopped_at = move.at, None
    decide(finding, Verdict.PASS, move)
    orders.settle(finding.order, move)


def _return(finding: Finding, move: Move) -> None:
    """Rework counts; a late answer keeps its deadline, one in time gets back what was left (decision 16)."""
    evidence = decide(finding, Verdict.RETURN, move)
    finding.rework_count, finding.stopped_at = finding.rework_count + 1, None
    if finding.due_at is not None:
        due = clock_of(finding).returned(finding.due_at, evidence.counts_at, move.at).due_at
        if due != finding.due_at:
            set_due(finding, due, move, Cause.RETURN)


def _rebound(finding: Finding, move: Move) -> None:
    """The clock runs again, if the town sees the point; fixed on the spot and not released yet, it never ran."""
    with db.session.no_autoflush:  # as in a hand-over: one that was fixed on the spot has no deadline until here
        finding.closed_at = None
        if finding.state == FindingState.FIXING:
            start_clock(finding, move, Cause.REBOUND)
    orders.reopen(finding.order, move)


def _direct(finding: Finding, move: Move) -> None:
    """Another unit answers from now on, from the start: it learns of the point only now."""
    unit = unit_that_answers(finding.county_id, move.choices.get("unit_id"))
    if unit is None:
        raise Problem("unit_cannot_answer", pointer="/unit_id")
    if unit.id == finding.unit_id:  # nobody learns of anything, and its clock would only begin anew
        raise Problem("unit_answers_already", pointer="/unit_id")
    finding.unit_id = unit.id
    if finding.due_at is not None:
        start_clock(finding, move, Cause.REASSIGNMENT)


def _suspend(finding: Finding, move: Move) -> None:
    """Until a day within a year; its 18:00 starts the clock again, whether or not anybody thinks of it."""
    until: date | None = move.choices.get("until")
    problem = suspension_refusal(finding, until, local_day(move.at))
    if until is None or problem is not None:
        raise problem or Problem("request_day_missing", pointer="/until")
    finding.stopped_at, finding.suspended_until = move.at, until
    plan(RESUME_BY, finding.id, moment(until, END_OF_DAY))


def _resume(finding: Finding, move: Move) -> None:
    finding.suspended_until = None
    if finding.due_at is not None and finding.stopped_at is not None:
        due = clock_of(finding).resumed(finding.due_at, finding.stopped_at, move.at).due_at
        set_due(finding, due, move, Cause.SUSPENSION)
    finding.stopped_at = None


def _void(finding: Finding, move: Move) -> None:
    orders.settle(finding.order, move)


def _nothing_more(_finding: Finding, _move: Move) -> None:
    """The state is all that changes."""


EFFECTS: dict[str, Callable[[Finding, Move], None]] = {
    "confirm": _confirm,
    "pass": _pass,
    "return": _return,
    "rebound": _rebound,
    "direct": _direct,
    "urge": urge,
    "suspend": _suspend,
    "resume": _resume,
    "reclassify": reclassify,
    "merge": merge,
    "void": _void,
}
