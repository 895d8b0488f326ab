"""A second review's page (盲审页): blind until the second person decided, then both decisions beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.access import caller
from app.domain.evidence import Verdict
from app.domain.second_review import SECOND_REVIEW, SecondReviewState
from app.domain.workflow import Offer
from app.models import Finding, SecondReview
from app.pages.answered import Answered, answered
from app.pages.finding_page import due_when, return_reasons
from app.pages.parts import Chip, Photo
from app.pages.points import first_photo, plain
from app.queries.finding_facts import deadline_changes
from app.queries.items import items_of, key_of
from app.queries.second_reviews import lately_settled, waiting_for_me


@dataclass(frozen=True)
class Row:
    url: str
    photo: Photo | None
    problem: str
    quantity: str
    town: str
    came_at: datetime
    chip: Chip
    differs: bool
    current: bool


@dataclass(frozen=True)
class Said:
    """One of the decisions; nobody's name stands beside it."""

    verdict: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class SecondReviewItem:
    shown: Answered
    state: str
    blind: bool
    said: list[Said]
    third: Said | None  # in the place of a verdict: whether it was upheld
    because: str
    archived: bool  # so that the point would stay as it is
    point_url: str | None  # its own page tells the first decision
    offered: tuple[Offer, ...]
    version: int
    steps_url: str
    reasons: list[str]


@dataclass(frozen=True)
class SecondReviewPage:
    queue: list[Row]
    item: SecondReviewItem


def waiting_rows(current: SecondReview | None = None) -> list[Row]:
    return _rows(waiting_for_me(), current)


def settled_rows() -> list[Row]:
    return _rows(lately_settled(), None)


def page_of(review: SecondReview) -> SecondReviewPage:
    return SecondReviewPage(waiting_rows(review), _item(review))


def _rows(reviews: Sequence[SecondReview], current: SecondReview | None) -> list[Row]:
    items = items_of([it.finding for it in reviews])
    return [
        Row(
            url=url_for("second_reviews.show", raw_id=it.id),
            photo=first_photo(it.finding),
            problem=items[key_of(it.finding)].problem,
            quantity=plain(it.finding.quantity),
            town=it.finding.town.name,
            came_at=it.evidence.counts_at,
            chip=Chip(f"second_review.{it.state}"),
            differs=it.state == SecondReviewState.DISAGREED,
            current=it is current,
        )
        for it in reviews
    ]


def _item(review: SecondReview) -> SecondReviewItem:
    state = SecondReviewState(review.state)
    blind = state is SecondReviewState.ASKED
    return SecondReviewItem(
        shown=_shown(review, review.finding),
        state=state,
        blind=blind,
        said=[] if blind else _said(review),
        third=_third(review),
        because=review.because,
        archived=review.finding.order_archived,
        point_url=None if blind else url_for("findings.show", raw_id=review.finding_id),
        offered=SECOND_REVIEW.offered(review, state, caller().viewer),
        version=review.version,
        steps_url=url_for("second_reviews.steps", raw_id=review.id),
        reasons=return_reasons(),
    )


def _shown(review: SecondReview, finding: Finding) -> Answered:
    """As the first person saw it: the deadline and the returns of that day."""
    answer = review.evidence
    item = items_of([finding])[key_of(finding)]
    earlier = (it.reviews[0].verdict for it in finding.evidences if it.reviews and it.received_at < answer.received_at)
    due_at = due_when(deadline_changes(finding), answer.received_at)
    return answered(finding, answer, item, due_at, sum(verdict == Verdict.RETURN for verdict in earlier))


def _said(review: SecondReview) -> list[Said]:
    said = [Said(review.first_verdict, review.first_reason, review.asked_at)]
    if review.second_verdict and review.second_at:
        said.append(Said(review.second_verdict, review.second_reason, review.second_at))
    return said


def _third(review: SecondReview) -> Said | None:
    return Said(review.state, review.third_reason, review.third_at) if review.third_at else None
