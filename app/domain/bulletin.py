"""Bulletin (通报小结): what a county tells of a period, in counts that anybody can add up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from app.domain.calendar import ONE_DAY, moment


@dataclass(frozen=True)
class Period:
    """Days in China's time, the last one counted in."""

    first: date
    last: date

    @property
    def starts(self) -> datetime:
        return moment(self.first, time(0))

    @property
    def ends(self) -> datetime:
        """The first moment behind it (half-open)."""
        return moment(self.last + ONE_DAY, time(0))

    @property
    def is_sound(self) -> bool:
        return self.first <= self.last


def usual_periods(today: date) -> dict[str, Period]:
    """What is asked for most, by its word: the year and the month so far, and the month before."""
    month_before = today.replace(day=1) - ONE_DAY
    return {
        "year": Period(today.replace(month=1, day=1), today),
        "month": Period(today.replace(day=1), today),
        "month_before": Period(month_before.replace(day=1), month_before),
    }


@dataclass(frozen=True)
class Tally:
    """Places (点位) or problems (问题): a place is put right when all of its problems are."""

    every: int
    done: int
    suspended: int

    @property
    def under_way(self) -> int:
        return self.every - self.done - self.suspended

    @property
    def share(self) -> Fraction | None:
        """整改率. What is suspended (挂账) leaves the sum and is listed apart, so that it can whiten no record."""
        answerable = self.every - self.suspended
        return Fraction(self.done, answerable) if answerable else None


@dataclass(frozen=True)
class ListingAct:
    """挂牌, 摘牌, or the order's end, as its history has it."""

    order_id: UUID
    lists: bool
    at: datetime
    leader: str
    words: str


@dataclass(frozen=True)
class Listing:
    """How long an order stood in public, and who answered for it."""

    order_id: UUID
    since: datetime
    until: datetime | None
    leader: str
    words: str


def listings_within(acts: Iterable[ListingAct], period: Period) -> list[Listing]:
    """Each time an order stood listed on any day of the period; `acts` by time."""
    standing: dict[UUID, ListingAct] = {}
    over: list[Listing] = []
    for act in acts:
        begun = standing.pop(act.order_id, None)
        if begun is not None:
            over.append(_listing(begun, act.at))
        if act.lists:
            standing[act.order_id] = act
    every = [*over, *(_listing(act, None) for act in standing.values())]
    return sorted((it for it in every if _touches(it, period)), key=lambda it: (it.since, it.order_id))


def _listing(act: ListingAct, until: datetime | None) -> Listing:
    return Listing(act.order_id, act.at, until, act.leader, act.words)


def _touches(listing: Listing, period: Period) -> bool:
    return listing.since < period.ends and (listing.until is None or listing.until >= period.starts)
