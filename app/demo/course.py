"""Course (去向): what becomes of orders and points after they are issued; one row of FATES for each fate."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from app.db import now
from app.demo import again, desk, town
from app.demo.days import in_daylight
from app.demo.script import WITHDRAWN, Course, RoundPlan
from app.demo.stage import Stage
from app.demo.words import PASSED, PUT_OFF, RESUMED, RETURNED, RETURNED_ELSE, SUSPENDED
from app.demo.words import WITHDRAWN as WHY_WITHDRAWN
from app.domain.calendar import local_day
from app.domain.deadline import SIGN_WITHIN
from app.domain.people import Viewer
from app.models import Finding, Order
from app.queries.by_id import one

TOO_LATE = timedelta(hours=20)  # after the deadline
YESTERDAY, JUST_NOW = timedelta(hours=26), timedelta(hours=5)  # before the demo's end
A_WHILE, SOON = timedelta(days=9), timedelta(minutes=3)
A_MOMENT = timedelta(minutes=10)
A_SEASON = timedelta(days=90)
AT_ONCE = timedelta(hours=3)
THE_SAME_DAY = timedelta(hours=5)  # over a weekend SYSTEM would have signed, and a signed order cannot be void


def issue(stage: Stage, plan: RoundPlan, name: str, part: str, course: Course) -> None:
    """The order goes out, or gets no further than its course says."""
    order, viewer = desk.order(stage, plan, name, part), stage.viewer(plan.planner)
    if order is None:
        return
    desk.send_out(order, course, viewer)
    if course.ends == WITHDRAWN:
        withdraw = partial(desk.step_of_order, order.id, "void", viewer, WHY_WITHDRAWN)
        stage.later(now() + THE_SAME_DAY, withdraw)
    if not course.ends:
        _go_on(stage, order, course)


def _go_on(stage: Stage, order: Order, course: Course) -> None:
    """Signed by the town or by SYSTEM; its points go their ways from then on."""
    signed_at = now() + SIGN_WITHIN + SOON
    if course.signed_after is not None:
        signed_at = now() + timedelta(hours=course.signed_after)
        stage.later(signed_at, partial(town.sign, stage, order.id, order.town.name))
    for finding in order.findings:
        begin = FATES.get(stage.point_of(finding.id).fate)
        if begin is not None:
            stage.later(signed_at + SOON, partial(begin, stage, finding.id))


def in_time(stage: Stage, finding_id: UUID) -> None:
    """Answered well before the deadline, or as soon as it can be; then passed."""
    _answer(stage, finding_id, _in_time(stage, finding_id), _passed)


def _in_time(stage: Stage, finding_id: UUID) -> datetime:
    due_at = min(_due_of(finding_id), stage.days.until)
    return stage.days.part_of(now(), due_at if due_at > now() else now() + AT_ONCE)


def _due_of(finding_id: UUID) -> datetime:
    """A point has been issued or handed over by now; without a deadline it would be due at once."""
    return one(Finding, finding_id).due_at or now()


def late(stage: Stage, finding_id: UUID) -> None:
    _answer(stage, finding_id, in_daylight(max(_due_of(finding_id), now()) + TOO_LATE), _passed)


def returned(stage: Stage, finding_id: UUID) -> None:
    """The first answer is not enough; the second one is."""
    _answer(stage, finding_id, _in_time(stage, finding_id), partial(_returned, then=in_time))


def sent_back(stage: Stage, finding_id: UUID) -> None:
    """Returned, and the town is at it again."""
    _answer(stage, finding_id, _in_time(stage, finding_id), partial(_returned, then=_nothing))


def submitted(stage: Stage, finding_id: UUID) -> None:
    """Answered a day ago, nobody has looked yet."""
    _answer(stage, finding_id, in_daylight(stage.days.until - YESTERDAY), _nothing)


def rebound(stage: Stage, finding_id: UUID) -> None:
    _answer(stage, finding_id, _in_time(stage, finding_id), partial(_passed, then=_comes_back))


def suspended(stage: Stage, finding_id: UUID) -> None:
    _decide(stage, finding_id, "suspend", SUSPENDED, until=local_day(now() + A_SEASON))


def resumed(stage: Stage, finding_id: UUID) -> None:
    suspended(stage, finding_id)
    resume = partial(desk.step, stage, finding_id, "resume", _reviewer(stage, finding_id), RESUMED)
    stage.later(now() + timedelta(days=4), resume)


def waiting(stage: Stage, finding_id: UUID) -> None:
    """One of two photos is still on the phone."""
    stage.later(in_daylight(stage.days.until - JUST_NOW), lambda: _keep_one(stage, finding_id))


def put_off(stage: Stage, finding_id: UUID) -> None:
    """Suspended while a photo was on its way: the answer comes too late to be judged, and is kept."""
    rest = town.answer_in_part(stage, finding_id)
    suspended_at = stage.days.next_morning(now())
    until = local_day(suspended_at + A_SEASON)
    stage.later(suspended_at, partial(_decide, stage, finding_id, "suspend", PUT_OFF, until=until))
    stage.later(suspended_at + timedelta(hours=3), partial(town.bring, stage, finding_id, rest))


def asks(stage: Stage, finding_id: UUID) -> None:
    """Being put right, and the town asks for some days more."""
    stage.later(in_daylight(stage.days.until - JUST_NOW), partial(town.ask_for_days, stage, finding_id))


def disputes(stage: Stage, finding_id: UUID) -> None:
    """Being put right, while the town says that another unit should."""
    stage.later(in_daylight(stage.days.until - JUST_NOW), partial(town.ask_for_other_unit, stage, finding_id))


FATES: dict[str, Callable[[Stage, UUID], None]] = {
    "closed": in_time,
    "late": late,
    "returned": returned,
    "sent_back": sent_back,
    "submitted": submitted,
    "rebound": rebound,
    "suspended": suspended,
    "resumed": resumed,
    "waiting": waiting,
    "put_off": put_off,
    "asks": asks,
    "disputes": disputes,
}


def _answer(stage: Stage, finding_id: UUID, at: datetime, then: Callable[[Stage, UUID], None]) -> None:
    def act() -> None:
        town.answer(stage, finding_id)
        then(stage, finding_id)

    stage.later(at, act)


def _passed(stage: Stage, finding_id: UUID, then: Callable[[Stage, UUID], None] | None = None) -> None:
    def act() -> None:
        _decide(stage, finding_id, "pass", PASSED)
        (then or _nothing)(stage, finding_id)

    stage.later(stage.days.next_morning(now()), act)


def _returned(stage: Stage, finding_id: UUID, then: Callable[[Stage, UUID], None]) -> None:
    reason = RETURNED.get(stage.point_of(finding_id).dimension, RETURNED_ELSE)

    def act() -> None:
        _decide(stage, finding_id, "return", reason)
        then(stage, finding_id)

    stage.later(stage.days.next_morning(now(), hour=11), act)


def _comes_back(stage: Stage, finding_id: UUID) -> None:
    """Looking back (回头看): an inspector finds it there again; the report is concluded before the town begins anew."""
    stage.later(now() + A_WHILE, partial(again.comes_back, stage, finding_id))
    stage.later(now() + A_WHILE + A_MOMENT, partial(in_time, stage, finding_id))


def _decide(stage: Stage, finding_id: UUID, action: str, note: str, **choices: Any) -> None:
    desk.step(stage, finding_id, action, _reviewer(stage, finding_id), note, **choices)


def _reviewer(stage: Stage, finding_id: UUID) -> Viewer:
    return stage.reviewer(stage.point_of(finding_id))


def _keep_one(stage: Stage, finding_id: UUID) -> None:
    town.answer_in_part(stage, finding_id)


def _nothing(_stage: Stage, _finding_id: UUID) -> None:
    """Nobody has done more yet."""
