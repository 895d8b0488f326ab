"""Request (申请): what a town asks for at a point of its own: more time, a suspension, another unit to answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.calendar import END_OF_DAY, local_day, moment
from app.domain.deadline import Clock
from app.domain.finding import FindingState
from app.domain.people import ANSWERING, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow

LONGEST_SUSPENSION = timedelta(days=365)


class RequestKind(StrEnum):
    EXTENSION = "extension"  # 延期
    SUSPENSION = "suspension"  # 挂账
    DISPUTE = "dispute"  # 职责异议


class RequestState(StrEnum):
    ASKED = "asked"  # 待答复
    GRANTED = "granted"  # 已同意
    REFUSED = "refused"  # 未同意
    WITHDRAWN = "withdrawn"  # 已撤回


ENDED = "ended"  # 随点位了结: what was still asked when its point was closed or made void; never stored


def standing(state: str, point_state: str) -> str:
    """How a request stands, as its point does: nobody needs to answer what there is nothing left to ask for."""
    over = point_state in {FindingState.CLOSED, FindingState.VOID}
    return ENDED if over and state == RequestState.ASKED else state


class RequestLike(Protocol):
    @property
    def unit_id(self) -> UUID: ...


class PointLike(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def red_line(self) -> bool: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def kinds_asked(self) -> Iterable[str]: ...


@dataclass(frozen=True)
class Wish:
    """What is wished for, and the latest day an extension may reach. `draws`: it is only asked what may be asked."""

    kind: RequestKind
    said_on: date
    until: date | None = None
    latest: date | None = None
    draws: bool = False


Need = Callable[[PointLike, Wish], Problem | None]


def no_hazard(point: PointLike, _wish: Wish) -> Problem | None:
    """红线项不得延期 (decision 20)."""
    return Problem("extension_of_red_line") if point.red_line else None


def not_asked_yet(point: PointLike, wish: Wish) -> Problem | None:
    return Problem("request_open", kind=f"request.{wish.kind}") if wish.kind in point.kinds_asked else None


def has_day(_point: PointLike, wish: Wish) -> Problem | None:
    return None if wish.draws or wish.until else Problem("request_day_missing", pointer="/until")


def behind_the_deadline(point: PointLike, wish: Wish) -> Problem | None:
    """The wished day ends, as every deadline by days does, at its 18:00."""
    if wish.until is None or point.due_at is None or moment(wish.until, END_OF_DAY) > point.due_at:
        return None
    return Problem("extension_not_later", pointer="/until", day=local_day(point.due_at))


def no_longer_than_it_had(_point: PointLike, wish: Wish) -> Problem | None:
    """Once the last possible day has passed there is nothing to draw; what was asked for before is heard."""
    wished = wish.said_on if wish.draws else wish.until
    if wished is None or wish.latest is None or wished <= wish.latest:
        return None
    return Problem("extension_too_long", pointer="/until", day=wish.latest)


def to_come(_point: PointLike, wish: Wish) -> Problem | None:
    """Judged by the day on which it was said: time on the way is nobody's fault."""
    past = wish.until is not None and wish.until <= wish.said_on
    return Problem("suspension_past", pointer="/until") if past else None


def within_a_year(_point: PointLike, wish: Wish) -> Problem | None:
    far = wish.until is not None and wish.until > wish.said_on + LONGEST_SUSPENSION
    return Problem("suspension_too_long", pointer="/until") if far else None


@dataclass(frozen=True)
class Asking:
    """In which states of the point it may be asked, and what must hold."""

    states: tuple[FindingState, ...]
    needs: tuple[Need, ...]


F, K = FindingState, RequestKind
ASKINGS: dict[RequestKind, Asking] = {
    K.EXTENSION: Asking((F.FIXING,), (no_hazard, not_asked_yet, has_day, behind_the_deadline, no_longer_than_it_had)),
    K.SUSPENSION: Asking((F.FIXING,), (not_asked_yet, has_day, to_come, within_a_year)),
    K.DISPUTE: Asking((F.ORDERED, F.FIXING), (not_asked_yet,)),
}


def refusal(point: PointLike, wish: Wish) -> Problem | None:
    """Why it cannot be asked; that the point is overdue is no reason."""
    asking = ASKINGS[wish.kind]
    if point.state not in asking.states:
        return Problem("request_not_now", kind=f"request.{wish.kind}", state=f"finding.{point.state}")
    problems = (need(point, wish) for need in asking.needs)
    return next((problem for problem in problems if problem), None)


def latest_extension(clock: Clock, due_at: datetime) -> date:
    """As much again as the point was given, counted from its deadline."""
    return local_day(clock.started(due_at).due_at)


def own_unit(request: RequestLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    """A town sees what a department asked about its point; taking that back is the department's."""
    return None if request.unit_id == viewer.unit_id else Problem("request_of_other_unit")


R = RequestState
REQUEST: Workflow[RequestState] = Workflow(
    "request",
    initial=R.ASKED,
    final=(R.GRANTED, R.REFUSED, R.WITHDRAWN),
    steps=(Step("withdraw", (R.ASKED,), R.WITHDRAWN, ANSWERING, (own_unit,)),),
)
