"""Warnings (督导预警): why a point or an order is blue, yellow or red, from one table. 默认方案, settings of a county."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.finding import RUNNING, FindingState, is_overdue
from app.domain.order import OrderLevel


class Colour(StrEnum):
    BLUE = "blue"  # 蓝: who answers is told
    YELLOW = "yellow"  # 黄: the office is told too
    RED = "red"  # 红: the leaders are told too


class Reason(StrEnum):
    SOON = "soon"  # 临期: little of its time is left
    RETURNED = "returned"  # 返工: an answer came back
    UNANSWERED = "unanswered"  # 过半未反馈: half of an order's time is over and nothing was answered
    OVERDUE = "overdue"  # 逾期, as decision 26 counts it


COLOUR_OF: dict[Reason, Colour] = {
    Reason.SOON: Colour.BLUE,
    Reason.RETURNED: Colour.YELLOW,
    Reason.UNANSWERED: Colour.YELLOW,
    Reason.OVERDUE: Colour.RED,
}


@dataclass(frozen=True)
class Thresholds:
    """When a warning begins; percentages are of the time that was given."""

    soon_percent: int = 20
    soon_days: int = 1  # working days; whichever of the two comes first
    half_percent: int = 50
    returns: int = 1
    list_days: int = 5  # working days in red, after which listing is suggested
    list_returns: int = 3
    list_backs: int = 2  # rebounds at one place within a year


@dataclass(frozen=True)
class Watched:
    """What of a point its warnings depend on."""

    state: FindingState
    soon_at: datetime | None
    due_at: datetime | None
    in_time_pending: bool
    rework_count: int


def of_point(point: Watched, at: datetime, thresholds: Thresholds) -> frozenset[Reason]:
    """Nothing while its clock stands: suspended, or answered in time and waiting for the office (decision 26)."""
    if is_overdue(point.state, point.due_at, point.in_time_pending, at):
        late = {Reason.OVERDUE}
    elif point.state in RUNNING and point.soon_at is not None and point.soon_at <= at:
        late = {Reason.SOON}
    else:
        late = set()
    came_back = point.state is FindingState.FIXING and point.rework_count >= max(thresholds.returns, 1)
    return frozenset(late | ({Reason.RETURNED} if came_back else set()))


def half_at(issued_at: datetime, last_due: datetime, thresholds: Thresholds) -> datetime:
    """From when on an order without any answer is yellow."""
    return issued_at + (last_due - issued_at) * thresholds.half_percent / 100


def of_order(points: Iterable[frozenset[Reason]], half: datetime | None, at: datetime) -> frozenset[Reason]:
    """What any of its points has. `half`: when half its time is over, None once anything was answered."""
    unanswered = {Reason.UNANSWERED} if half is not None and half <= at else set()
    return frozenset().union(unanswered, *points)


def worst(reasons: Iterable[Reason]) -> Colour | None:
    """The colour that is shown, where there are several reasons."""
    order = list(Colour)
    return max((COLOUR_OF[reason] for reason in reasons), key=order.index, default=None)


@dataclass(frozen=True)
class Pressing:
    """What speaks for pressing harder: of the points of a red order, the worst."""

    red_days: int  # working days since it turned red
    returns: int  # answers of one point that were sent back
    backs: int  # rebounds at one place within a year


def suggested(level: str, pressing: Pressing, thresholds: Thresholds) -> str | None:
    """The next rung (升级), for a person to take or leave."""
    if level == OrderLevel.LISTED:
        return None
    often = pressing.returns >= thresholds.list_returns or pressing.backs >= thresholds.list_backs
    if often or pressing.red_days >= thresholds.list_days:
        return "list"
    return "raise" if level == OrderLevel.ORDINARY else None
