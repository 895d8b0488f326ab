"""The review page (核查页): the queue, and one answer beside its before-photo with what can be checked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.access import caller
from app.db import now
from app.domain.calendar import Calendar
from app.domain.deadline import in_time
from app.domain.evidence import EvidenceState, PhotoRole
from app.domain.finding import FINDING, FindingState
from app.domain.workflow import Offer
from app.models import ChecklistItem, Evidence, Finding
from app.pages.beside import Beside, beside_of
from app.pages.finding_page import return_reasons
from app.pages.parts import Chip, Link, Photo, several
from app.pages.photo_trust import PhotoTrust, trusts_of
from app.pages.points import first_photo, plain
from app.pages.recheck_part import LookedAt, looked_at
from app.queries import reviews
from app.queries.finding_facts import unit_name
from app.queries.items import ItemKey, items_of, key_of
from app.queries.rules import calendar_of


@dataclass(frozen=True)
class QueueRow:
    url: str
    photo: Photo | None
    problem: str
    quantity: str
    town: str
    waited_days: int
    chip: Chip | None
    current: bool


@dataclass(frozen=True)
class ReviewItem:
    url: str
    problem: str
    quantity: str
    item_code: str
    red_line: bool
    town: str
    note: str
    before: list[Photo]
    after: list[Photo]
    trusts: list[PhotoTrust]
    beside: Beside | None
    due_at: datetime | None
    came_at: datetime
    on_time: bool
    late_claim: datetime | None
    order: Link | None
    rework_count: int
    done_when: str
    answer_note: str
    answer_who: str
    offered: tuple[Offer, ...]
    version: int
    steps_url: str
    reasons: list[str]
    next_url: str
    looked: LookedAt


@dataclass(frozen=True)
class ReviewPage:
    total: int
    oldest_days: int
    done_today: int
    queue: list[QueueRow]
    item: ReviewItem | None


def page_of(finding: Finding | None) -> ReviewPage:
    """The queue with that point opened; a point that does not wait there opens nothing."""
    waiting = reviews.queue()
    items = items_of(waiting)
    rows = [_row(one, items[key_of(one)], finding) for one in waiting]
    here = next((place for place, one in enumerate(waiting) if one is finding), None)
    return ReviewPage(
        total=len(waiting),
        oldest_days=max((row.waited_days for row in rows), default=0),
        done_today=reviews.done_today(caller().viewer, now()),
        queue=rows,
        item=None if here is None else _item(waiting, here, items),
    )


def _row(finding: Finding, item: ChecklistItem, current: Finding | None) -> QueueRow:
    return QueueRow(
        url=url_for("reviews.show", raw_id=finding.id),
        photo=first_photo(finding),
        problem=item.problem,
        quantity=plain(finding.quantity),
        town=finding.town.name,
        waited_days=_waited(finding, calendar_of(finding.county_id)),
        chip=Chip("fact.red_line") if finding.red_line else None,
        current=finding is current,
    )


def _waited(finding: Finding, calendar: Calendar) -> int:
    """Working days since the answer came; today's count as none."""
    return calendar.ends_of_day_between(_answer(finding).counts_at, now())


def _item(waiting: Sequence[Finding], here: int, items: dict[ItemKey, ChecklistItem]) -> ReviewItem:
    finding = waiting[here]
    item, answer, due_at = items[key_of(finding)], _answer(finding), finding.due_at
    after = waiting[here + 1 :] or waiting[:here]
    return ReviewItem(
        url=url_for("findings.show", raw_id=finding.id),
        problem=item.problem,
        quantity=plain(finding.quantity),
        item_code=item.code,
        red_line=finding.red_line,
        town=finding.town.name,
        note=finding.note,
        before=several([photo for photo in finding.photos if photo.role == PhotoRole.BEFORE]),
        after=several(answer.photos),
        trusts=trusts_of(finding, answer),
        beside=beside_of(finding, answer),
        due_at=due_at,
        came_at=answer.counts_at,
        on_time=due_at is None or in_time(answer.counts_at, due_at),
        late_claim=answer.made_at if answer.late_claim else None,
        order=_order(finding),
        rework_count=finding.rework_count,
        done_when=item.done_when,
        answer_note=answer.note,
        answer_who=unit_name(answer.unit_id),
        offered=FINDING.offered(finding, FindingState(finding.state), caller().viewer),
        version=finding.version,
        steps_url=url_for("findings.steps", raw_id=finding.id),
        reasons=return_reasons(),
        next_url=url_for("reviews.show", raw_id=after[0].id) if after else url_for("reviews.index"),
        looked=looked_at(finding),
    )


def _answer(finding: Finding) -> Evidence:
    """The one that waits; a submitted point has it."""
    return next(it for it in reversed(finding.evidences) if it.state == EvidenceState.WHOLE)


def _order(finding: Finding) -> Link | None:
    order = finding.order
    return Link(url_for("orders.show", raw_id=order.id), order.number or "") if order else None
