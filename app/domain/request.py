"""Request (申请): what a town asks for at a point of its own, and what the county answers: more time, a pause, another unit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.calendar import END_OF_DAY, local_day, moment
from app.domain.deadline import Clock
from app.domain.finding import FindingState
from app.domain.people import ANSWERING, Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given

LONGEST_SUSPENSION = timedelta(days=365)
MOST_EXTENSIONS = 2


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
OVER = (FindingState.CLOSED, FindingState.VOID)


def standing(state: str, point_state: str) -> str:
    """How a request stands, as its point does: nobody needs to answer what there is nothing left to ask for."""
    return ENDED if point_state in OVER and state == RequestState.ASKED else state


class PointLike(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def red_line(self) -> bool: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def kinds_asked(self) -> Iterable[str]: ...
    @property
    def extensions(self) -> int: ...


class RequestLike(Protocol):
    @property
    def unit_id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def until(self) -> date | None: ...
    @property
    def finding(self) -> PointLike: ...


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


def not_twice_already(point: PointLike, _wish: Wish) -> Problem | None:
    """A third time means that the plan was wrong: that is a suspension, or another deadline at the next order."""
    return Problem("extension_again", n=MOST_EXTENSIONS) if point.extensions >= MOST_EXTENSIONS else None


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
    K.EXTENSION: Asking(
        (F.FIXING,),
        (no_hazard, not_twice_already, not_asked_yet, has_day, behind_the_deadline, no_longer_than_it_had),
    ),
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


GRANTS: dict[RequestKind, Asking] = {
    K.EXTENSION: Asking((F.FIXING,), (no_hazard, not_twice_already, behind_the_deadline)),
    K.SUSPENSION: Asking((F.FIXING,), ()),  # its day is looked at by the suspension itself
    K.DISPUTE: Asking((F.ORDERED, F.FIXING), ()),
}


def still_grantable(request: RequestLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """The point stands where the wish can still come true; a point under review waits for its review first."""
    kind, point = RequestKind(request.kind), request.finding
    if point.state in GRANTS[kind].states:
        return None
    return Problem("grant_not_now", kind=f"request.{kind}", state=f"finding.{point.state}")


def grant_refusal(request: RequestLike, until: date | None, today: date) -> Problem | None:
    """Why that day cannot be granted; the office may give less than was asked for, never more."""
    if until is not None and request.until is not None and until > request.until:
        return Problem("grant_beyond_asked", pointer="/until", day=request.until)
    wish = Wish(RequestKind(request.kind), today, until)
    problems = (need(request.finding, wish) for need in GRANTS[wish.kind].needs)
    return next((problem for problem in problems if problem), None)


def suspension_refusal(point: PointLike, until: date | None, today: date) -> Problem | None:
    """Why the clock cannot stand until that day, asked for or not: 挂账 has an end, at most a year away."""
    wish = Wish(RequestKind.SUSPENSION, today, until)
    problems = (need(point, wish) for need in (has_day, to_come, within_a_year))
    return next((problem for problem in problems if problem), None)


R, DESK = RequestState, (Role.SUPERVISOR,)
REQUEST: Workflow[RequestState] = Workflow(
    "request",
    initial=R.ASKED,
    final=(R.GRANTED, R.REFUSED, R.WITHDRAWN),
    steps=(
        Step("grant", (R.ASKED,), R.GRANTED, DESK, (still_grantable,)),
        Step("refuse", (R.ASKED,), R.REFUSED, DESK, (reason_given,)),
        Step("withdraw", (R.ASKED,), R.WITHDRAWN, ANSWERING, (own_unit,)),
    ),
)
