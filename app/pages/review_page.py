"""The review page (核查页): the queue, and one answer beside its before-photo with what can be checked of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from app.access import caller
from app.db import now
from app.domain.calendar import Calendar
from app.domain.evidence import EvidenceState
from app.domain.finding import FINDING, FindingState
from app.domain.workflow import Offer
from app.models import ChecklistItem, Evidence, Finding
from app.pages.answered import Answered, answered
from app.pages.finding_page import return_reasons
from app.pages.parts import Chip, Link, Photo
from app.pages.points import first_photo, plain
from app.pages.recheck_part import LookedAt, looked_at
from app.queries import reviews
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
    shown: Answered
    order: Link | None
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
    after = waiting[here + 1 :] or waiting[:here]
    answer, item = _answer(finding), items[key_of(finding)]
    return ReviewItem(
        url=url_for("findings.show", raw_id=finding.id),
        shown=answered(finding, answer, item, finding.due_at, finding.rework_count),
        order=_order(finding),
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
