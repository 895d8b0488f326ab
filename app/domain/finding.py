"""Finding (整改点位): one occurrence to put right, its states, and the one table of how it moves (decision 14)."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.people import ANSWERING, Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given


class FindingState(StrEnum):
    FOUND = "found"  # 待确认
    CONFIRMED = "confirmed"  # 已确认
    ORDERED = "ordered"  # 已入单
    FIXING = "fixing"  # 整改中
    SUBMITTED = "submitted"  # 待核查
    CLOSED = "closed"  # 已销号
    SUSPENDED = "suspended"  # 挂账
    VOID = "void"  # 作废


class StateType(StrEnum):
    """Reports depend on the type, never on the state, so that a new state does not break a chart."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    OUT = "out"


class Source(StrEnum):
    INSPECTION = "inspection"
    SELFCHECK = "selfcheck"
    RECHECK = "recheck"
    COMPLAINT = "complaint"
    SENSOR = "sensor"
    PLATFORM = "platform"
    TRANSFER = "transfer"


class Severity(StrEnum):
    ORDINARY = "ordinary"  # 一般
    SERIOUS = "serious"  # 较重
    GRAVE = "grave"  # 重大


class Sameness(StrEnum):
    """What the phone says of the spot (decision 21)."""

    NEW = "new"
    SAME = "same"
    AGAIN = "again"


class FindingLike(Protocol):
    @property
    def fixed_on_spot(self) -> bool: ...
    @property
    def photos_missing(self) -> int: ...
    @property
    def disclosed_at(self) -> datetime | None: ...
    @property
    def evidence_ready(self) -> bool: ...
    @property
    def submitter(self) -> "tuple[UUID, str | None, UUID] | None": ...
    @property
    def order_archived(self) -> bool: ...


def whole(finding: FindingLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """No half state counts: every declared photo has arrived (sync P5)."""
    n = finding.photos_missing
    return Problem("photos_missing", n=n) if n else None


def evidence_is_whole(finding: FindingLike, _viewer: Viewer, ask: Ask) -> Problem | None:
    """无整改后照片不得提交."""
    return None if finding.evidence_ready or ask.draws else Problem("after_photo_missing")


def someone_else(finding: FindingLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    """Reviewer is neither the submitter, nor the same human, nor of the same unit (decision 9)."""
    if finding.submitter is None:
        return None
    user_id, person_key, unit_id = finding.submitter
    if viewer.user_id == user_id or (person_key is not None and viewer.person_key == person_key):
        return Problem("self_approval")
    return Problem("same_unit") if viewer.unit_id == unit_id else None


def not_archived(finding: FindingLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """After archiving, a problem that is back is a new occurrence of its spot, not a rebound."""
    return (
        Problem("step_not_in_table", noun="order", action="rebound", state="archived")
        if finding.order_archived
        else None
    )


def was_fixed_on_spot(finding: FindingLike) -> bool:
    return finding.fixed_on_spot


def was_not_fixed(finding: FindingLike) -> bool:
    return not finding.fixed_on_spot


def is_disclosed(finding: FindingLike) -> bool:
    return finding.disclosed_at is not None


def is_not_disclosed(finding: FindingLike) -> bool:
    """No clock runs against a town that cannot see the point: it waits for its release and an order."""
    return finding.disclosed_at is None


F = FindingState
DESK, FIELD, SELF = (Role.SUPERVISOR,), (Role.INSPECTOR, Role.SUPERVISOR), (Role.SYSTEM,)
BACK = (Role.SUPERVISOR, Role.SYSTEM)  # SYSTEM for the inspector whose recheck found it so
FINDING: Workflow[FindingState] = Workflow(
    "finding",
    initial=F.FOUND,
    final=(F.VOID,),
    steps=(
        Step("confirm", (F.FOUND,), F.CONFIRMED, DESK, (whole,), when=was_not_fixed),
        Step("confirm", (F.FOUND,), F.CLOSED, DESK, (whole,), when=was_fixed_on_spot),
        Step("hand_over", (F.FOUND,), F.FIXING, FIELD, (), when=was_not_fixed),
        Step("hand_over", (F.CONFIRMED,), F.FIXING, FIELD),
        Step("order", (F.CONFIRMED,), F.ORDERED, SELF),
        Step("unorder", (F.ORDERED,), F.CONFIRMED, SELF),
        Step("start", (F.ORDERED,), F.FIXING, SELF),
        Step("submit", (F.FIXING,), F.SUBMITTED, (*ANSWERING, Role.SYSTEM), (evidence_is_whole,)),
        Step("pass", (F.SUBMITTED,), F.CLOSED, DESK, (someone_else,)),
        Step("return", (F.SUBMITTED,), F.FIXING, DESK, (someone_else, reason_given)),
        Step("rebound", (F.CLOSED,), F.FIXING, BACK, (not_archived, reason_given), when=is_disclosed),
        Step("rebound", (F.CLOSED,), F.CONFIRMED, BACK, (not_archived, reason_given), when=is_not_disclosed),
        Step("unpass", (F.CLOSED,), F.FIXING, SELF),
        Step("unreturn", (F.FIXING, F.SUSPENDED), F.CLOSED, SELF),
        Step("direct", (F.CONFIRMED,), F.CONFIRMED, DESK, when=is_disclosed),
        Step("direct", (F.ORDERED,), F.ORDERED, DESK),
        Step("direct", (F.FIXING,), F.FIXING, DESK),
        Step("urge", (F.FIXING,), F.FIXING, DESK, (reason_given,)),
        Step("suspend", (F.FIXING,), F.SUSPENDED, DESK, (reason_given,)),
        Step("resume", (F.SUSPENDED,), F.FIXING, (Role.SUPERVISOR, Role.SYSTEM)),
        Step("reclassify", (F.FOUND,), F.FOUND, DESK, (reason_given,)),
        Step("reclassify", (F.CONFIRMED,), F.CONFIRMED, DESK, (reason_given,)),
        Step("merge", tuple(s for s in F if s not in {F.CLOSED, F.VOID}), F.VOID, DESK),
        Step("void", tuple(s for s in F if s not in {F.CLOSED, F.VOID}), F.VOID, DESK, (reason_given,)),
    ),
)

TYPE_OF: dict[FindingState, StateType] = {
    F.FOUND: StateType.OPEN,
    F.CONFIRMED: StateType.OPEN,
    F.ORDERED: StateType.UNDER_WAY,
    F.FIXING: StateType.UNDER_WAY,
    F.SUBMITTED: StateType.UNDER_WAY,
    F.SUSPENDED: StateType.UNDER_WAY,
    F.CLOSED: StateType.DONE,
    F.VOID: StateType.OUT,
}
RUNNING = (F.ORDERED, F.FIXING)  # 时钟在走


def is_overdue(state: FindingState, due_at: datetime | None, in_time_pending: bool, at: datetime) -> bool:
    """逾期 ⇔ open, not suspended, at ≥ due_at, and no submission received before due_at is pending (decision 26)."""
    if due_at is None or at < due_at or state is F.SUSPENDED or TYPE_OF[state] is not StateType.UNDER_WAY:
        return False
    return not in_time_pending


def may_be_amended(state: str) -> bool:
    """Place and words are the recorder's own until somebody has confirmed them."""
    return state == F.FOUND


def enters(state: FindingState) -> bool:
    """Can the town still answer a point in this state?"""
    return state is F.FIXING
