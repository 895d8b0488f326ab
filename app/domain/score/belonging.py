"""Belonging (归属月份): which month a visit, a point, an order counts in (decisions 25–27 and 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.calendar import Month, local_day
from app.domain.deadline import in_time, sign_by
from app.domain.score.facts import PointFact

HEARD_WITHIN = timedelta(days=3)


def own_month(started_at: datetime, not_before: datetime | None, received_at: datetime) -> Month:
    """The month of a visit by the phone's clock where the server can believe it, else by the receipt."""
    return Month.of(believed_at(started_at, not_before, received_at))


def believed_at(claimed: datetime, not_before: datetime | None, received_at: datetime) -> datetime:
    """Believable is what lies between the last nonce the phone had seen and the receipt (decision 27)."""
    believable = claimed <= received_at and (not_before is None or not_before <= claimed)
    return claimed if believable else received_at


def checked_at(claimed: datetime, not_before: datetime | None, received_at: datetime) -> datetime:
    """When a self-check was made: by the phone's clock only where the phone had heard from the server lately.

    Else the receipt counts: days are what earns here, and one evening must not make many of them.
    """
    if not_before is None or not_before < received_at - HEARD_WITHIN:
        return received_at
    return believed_at(claimed, not_before, received_at)


def visit_month(own: Month, first_open: Month) -> Month:
    """The later of its own month and the first month not yet in notice when its round is released (decision 25)."""
    return max(own, first_open)


@dataclass(frozen=True)
class Standing:
    """How a disclosed point stands at one moment: the month's end, or now while the month is running."""

    finding_id: str
    due_at: datetime  # with everything that has moved it until that moment
    answered_at: datetime | None  # receipt of the answer that passed, or that waits for its review
    closed_at: datetime | None
    returned: bool  # at least once since it was issued or handed over
    suspended: bool = False
    void: bool = False

    @property
    def answered_in_time(self) -> bool:
        return self.answered_at is not None and in_time(self.answered_at, self.due_at)


def due_point(standing: Standing, month: Month, as_of: datetime) -> PointFact | None:
    """The point as the month counts it, or None if the month does not (decision 26).

    `as_of` is the month's end or, in a running month, now: an open point is not held against a town before it is due.
    """
    if standing.suspended or standing.void or not _counts_in(standing, month, as_of):
        return None
    return PointFact(
        standing.finding_id,
        on_time=standing.answered_in_time,
        closed=standing.closed_at is not None,
        reworked=standing.returned,
    )


def _counts_in(standing: Standing, month: Month, as_of: datetime) -> bool:
    """Due in the month, or due earlier and still open when it began; undecided answers in time wait for the decision."""
    if standing.due_at >= month.end:
        return False
    if standing.closed_at is None:
        return standing.due_at <= as_of and not standing.answered_in_time
    return max(standing.due_at, standing.closed_at) >= month.start


def is_overdue(standing: Standing, now: datetime) -> bool:
    """Open, not suspended, the deadline reached, and no answer in time waiting for its review (decision 26)."""
    is_open = standing.closed_at is None and not standing.suspended and not standing.void
    return is_open and now >= standing.due_at and not standing.answered_in_time


def signing_month(issued_at: datetime) -> Month:
    """The month in which the 48 hours for signing an order end."""
    return Month.of(sign_by(issued_at))


def is_signed_in_time(issued_at: datetime, signed_by_person_at: datetime | None) -> bool:
    """By a person; what SYSTEM signs after 48 hours is 未按时签收."""
    return signed_by_person_at is not None and in_time(signed_by_person_at, sign_by(issued_at))


def unanswered_month(points: Iterable[tuple[datetime, Iterable[datetime]]], as_of: datetime) -> Month | None:
    """The month that an order counts in as unanswered: that of its last deadline, once that has passed.

    `points` are the deadlines and the receipts of all answers of its points, without void and suspended ones. One
    point without any answer in time is enough; an order counts once.
    """
    answers = [(due_at, any(in_time(at, due_at) for at in received)) for due_at, received in points]
    if all(answered for _, answered in answers):
        return None
    last = max(due_at for due_at, _ in answers)
    return Month.of(last) if last <= as_of else None


def self_check_days(made_at: Iterable[datetime], month: Month) -> int:
    """At most one self-check a day counts."""
    return len({local_day(at) for at in made_at if at in month})
