"""Recheck (复查): somebody goes and looks, before an answer is decided (现场核实) or after its point was closed (回头看)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.calendar import local_day
from app.domain.draw import lot
from app.domain.finding import FindingState, Severity
from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given


class RecheckState(StrEnum):
    WANTED = "wanted"  # 待复查
    REPORTED = "reported"  # 照片未齐
    HOLDS = "holds"  # 到位
    FAILS = "fails"  # 不到位
    DROPPED = "dropped"  # 不再需要


class Why(StrEnum):
    RED_LINE = "red_line"  # 红线必查
    SAMPLED = "sampled"  # 抽查
    REVIEW = "review"  # 核查时派人看
    BY_HAND = "by_hand"  # 办公室指定


STANDING = (RecheckState.WANTED, RecheckState.REPORTED)
LOOKED = (RecheckState.HOLDS, RecheckState.FAILS)


class RecheckLike(Protocol):
    @property
    def given_to(self) -> UUID | None: ...
    @property
    def outcome(self) -> str | None: ...


def given_to_them(recheck: RecheckLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    return None if recheck.given_to == viewer.user_id else Problem("recheck_of_other")


def says_what_was_seen(recheck: RecheckLike, _viewer: Viewer, ask: Ask) -> Problem | None:
    """Comes from the phone, with photos; a step alone is no report."""
    return None if recheck.outcome or ask.draws else Problem("recheck_by_phone")


R, DESK = RecheckState, (Role.SUPERVISOR,)
RECHECK: Workflow[RecheckState] = Workflow(
    "recheck",
    initial=R.WANTED,
    final=(R.HOLDS, R.FAILS, R.DROPPED),
    steps=(
        Step("give", (R.WANTED,), R.WANTED, DESK),
        Step("report", (R.WANTED,), R.REPORTED, (Role.INSPECTOR,), (given_to_them, says_what_was_seen)),
        Step("hold", (R.REPORTED,), R.HOLDS, (Role.SYSTEM,)),
        Step("fail", (R.REPORTED,), R.FAILS, (Role.SYSTEM,)),
        Step("drop", (R.WANTED,), R.DROPPED, DESK, (reason_given,)),
        Step("drop", (R.WANTED,), R.DROPPED, (Role.SYSTEM,)),
    ),
)


def why_look(state: str) -> Why | None:
    """What a person may send somebody for: an answer that waits, or a point that is closed."""
    return {FindingState.SUBMITTED: Why.REVIEW, FindingState.CLOSED: Why.BY_HAND}.get(FindingState(state))


MOVES_ON = ("pass", "return", "rebound", "merge", "void")  # steps of a point that may leave nothing to look at


def still_wanted(why: str, state: str) -> bool:
    """A look at an answer ends with its decision, one at a closed point when that is open again."""
    return state == (FindingState.SUBMITTED if why == Why.REVIEW else FindingState.CLOSED)


@dataclass(frozen=True)
class Sampling:
    """默认方案: which share of closed points is looked at again, when, and until when (回头看 90 天)."""

    share_percent: int = 10
    after_days: int = 14
    within_days: int = 90
    review_days: int = 3  # when an answer waits for it
    by_hand_days: int = 14


@dataclass(frozen=True)
class Risk:
    """What of a closed point makes it likelier to be looked at again."""

    red_line: bool
    severity: str
    repeat: bool
    rework_count: int
    backs: int  # how often a point of its spot came back

    @property
    def weight(self) -> int:
        grave = self.severity != Severity.ORDINARY
        return 1 + grave + self.repeat + min(self.rework_count, 2) + min(self.backs, 2)


def why_drawn(seed: str, finding_id: UUID, risk: Risk, sampling: Sampling) -> Why | None:
    """Red line always; the others by a lot that anybody who has the seed can draw again."""
    if risk.red_line:
        return Why.RED_LINE
    share = int(lot(seed, str(finding_id))[:8], 16) / 2**32
    return Why.SAMPLED if share * 100 < sampling.share_percent * risk.weight else None


def ripe_until(at: datetime, sampling: Sampling) -> datetime:
    """Closed before this, a point has had time to come back."""
    return at - timedelta(days=sampling.after_days)


def oldest_ripe(at: datetime, sampling: Sampling) -> datetime:
    """Closed before this, its window is over."""
    return at - timedelta(days=sampling.within_days)


def look_soon(why: Why, at: datetime, sampling: Sampling) -> date:
    """Of what a person asked for: an answer that waits should not wait long."""
    days = sampling.review_days if why is Why.REVIEW else sampling.by_hand_days
    return local_day(at) + timedelta(days=days)


def look_by(closed_at: datetime, sampling: Sampling) -> date:
    return local_day(closed_at) + timedelta(days=sampling.within_days)
