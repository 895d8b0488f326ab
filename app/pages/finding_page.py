"""A point's page (点位页): everything that is known of one finding, in the shapes its template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import url_for

from app.access import caller
from app.db import now
from app.domain.deadline import Cause, in_time
from app.domain.evidence import PhotoRole
from app.domain.finding import FINDING, FindingState
from app.domain.workflow import Offer
from app.models import DeadlineChange, Evidence, Finding
from app.models.base import lon_lat
from app.pages.approvals import Asked as Waits
from app.pages.approvals import asked_about
from app.pages.asked import Asked, asked_of
from app.pages.choices import Given, choices_of
from app.pages.history import Event, events
from app.pages.parts import Chip, Link, Photo, several, t
from app.pages.photo_trust import PhotoTrust, trusts_of_all
from app.pages.points import chip_of, grade_words, plain
from app.pages.recheck_part import LookedAt, looked_at
from app.queries.clock import tentative_among
from app.queries.finding_facts import deadline_changes, directed_to, round_of, unit_name
from app.queries.items import Grades
from app.queries.rules import calendar_of, item_of

RETURN_REASONS = tuple(f"d.return_reason.{n}" for n in range(1, 6))
ENDED = (FindingState.CLOSED, FindingState.VOID)  # nothing comes next


class Due(NamedTuple):
    at: datetime
    tentative: bool


class Position(NamedTuple):
    lon: str
    lat: str


@dataclass(frozen=True)
class Answer:
    at: datetime
    who: str
    note: str
    on_time: bool
    late_claim: bool
    photos: list[Photo]
    verdict: str | None
    reason: str
    reviewed_at: datetime | None


@dataclass(frozen=True)
class FindingPage:
    problem: str
    item_code: str
    standard: str
    done_when: str
    quantity: str
    unit: str
    severity: str
    time_grade: str
    source: str
    note: str
    town: str
    position: Position | None
    chip: Chip
    facts: list[Chip]
    directed_to: str | None
    order: Link | None
    round: Link | None
    due: Due | None
    rework_count: int
    before: list[Photo]
    trusts: list[PhotoTrust]
    answers: list[Answer]
    asked: list[Asked]
    events: list[Event]
    next: str
    deadlines: Sequence[DeadlineChange]
    offered: tuple[Offer, ...]
    version: int
    steps_url: str
    reasons: list[str]
    given: Given
    review_url: str | None
    approvals: list[Waits]
    looked: LookedAt


def page_of(finding: Finding) -> FindingPage:
    item, changes = item_of(finding.checklist_id, finding.item_code), deadline_changes(finding)
    chip = chip_of(finding, calendar_of(finding.county_id))
    offered, looked = FINDING.offered(finding, FindingState(finding.state), caller().viewer), looked_at(finding)
    return FindingPage(
        problem=item.problem,
        item_code=item.code,
        standard=item.standard,
        done_when=item.done_when,
        quantity=plain(finding.quantity),
        unit=item.unit,
        severity=finding.severity,
        time_grade=grade_words(finding, item, Grades(finding.county_id)),
        source=finding.source,
        note=finding.note,
        town=finding.town.name,
        position=_position(finding),
        chip=chip,
        facts=[fact for fact in _facts(finding, changes) if fact.word != chip.word],
        directed_to=directed_to(finding),
        order=_order(finding),
        round=_round(finding),
        due=_due(finding),
        rework_count=finding.rework_count,
        before=several([photo for photo in finding.photos if photo.role != PhotoRole.AFTER]),
        trusts=trusts_of_all(finding),
        answers=[_answer(evidence, changes) for evidence in reversed(finding.evidences)],
        asked=asked_of(finding),
        events=events(finding.id, *(request.id for request in finding.requests), *looked.ids),
        next="" if finding.state in ENDED else t(f"d.next.finding.{finding.state}"),
        deadlines=changes,
        offered=offered,
        version=finding.version,
        steps_url=url_for("findings.steps", raw_id=finding.id),
        reasons=return_reasons(),
        given=choices_of(finding, offered),
        review_url=_review_url(finding, offered),
        approvals=asked_about(finding.id),
        looked=looked,
    )


def return_reasons() -> list[str]:
    return [t(key) for key in RETURN_REASONS]


def due_when(changes: Sequence[DeadlineChange], at: datetime) -> datetime | None:
    """The deadline that held at that moment; `changes` newest first."""
    return next((change.now for change in changes if change.at <= at), None)


def _answer(evidence: Evidence, changes: Sequence[DeadlineChange]) -> Answer:
    due_at, review = due_when(changes, evidence.received_at), evidence.review
    return Answer(
        at=evidence.received_at,
        who=unit_name(evidence.unit_id),
        note=evidence.note,
        on_time=due_at is None or in_time(evidence.counts_at, due_at),
        late_claim=evidence.late_claim,
        photos=several(evidence.photos),
        verdict=review.verdict if review else None,
        reason=review.reason if review else "",
        reviewed_at=review.reviewed_at if review else None,
    )


def _facts(finding: Finding, changes: Sequence[DeadlineChange]) -> list[Chip]:
    holds = (
        ("fact.red_line", finding.red_line),
        ("fact.repeat", finding.repeat),
        ("fact.fixed_on_spot", finding.fixed_on_spot),
        ("fact.handed_over", any(change.cause == Cause.HAND_OVER for change in changes)),
        ("fact.hidden", finding.disclosed_at is None),
        ("fact.reworked", finding.rework_count > 0),
    )
    return [Chip(word, {"n": finding.rework_count}) for word, is_so in holds if is_so]


def _due(finding: Finding) -> Due | None:
    return Due(finding.due_at, bool(tentative_among([finding], now()))) if finding.due_at else None


def _position(finding: Finding) -> Position | None:
    point = lon_lat(finding.point)
    return Position(f"{point['lon']:.5f}", f"{point['lat']:.5f}") if point else None


def _order(finding: Finding) -> Link | None:
    """None for a town as long as its order is a draft: it is not there."""
    order = finding.order
    if order is None:
        return None
    return Link(url_for("orders.show", raw_id=order.id), order.number or t("d.orders.unnumbered"))


def _round(finding: Finding) -> Link | None:
    round_ = round_of(finding)
    return Link(url_for("rounds.show", raw_id=round_.id), round_.title) if round_ else None


def _review_url(finding: Finding, offered: Sequence[Offer]) -> str | None:
    return url_for("reviews.show", raw_id=finding.id) if any(o.action == "pass" for o in offered) else None
