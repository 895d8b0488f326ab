"""Round (督查行动): one inspection campaign of one county, announced (明查) or unannounced (暗访)."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given


class RoundKind(StrEnum):
    ANNOUNCED = "announced"  # 明查
    UNANNOUNCED = "unannounced"  # 暗访


class RoundState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    RELEASED = "released"
    VOID = "void"


class Part(StrEnum):
    """What a member does in the round."""

    PLANNER = "planner"
    INSPECTOR = "inspector"


class RoundLike(Protocol):
    @property
    def town_count(self) -> int: ...
    @property
    def inspector_count(self) -> int: ...
    @property
    def open_visit_count(self) -> int: ...
    @property
    def unconfirmed_count(self) -> int: ...


def has_towns_and_inspectors(round_: RoundLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    if round_.town_count == 0:
        return Problem("no_towns")
    return Problem("no_inspectors") if round_.inspector_count == 0 else None


def every_visit_finished(round_: RoundLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    n = round_.open_visit_count
    return Problem("visits_open", n=n) if n else None


def nothing_left_in_found(round_: RoundLike, _viewer: Viewer, _ask: Ask) -> Problem | None:
    """Release needs every point confirmed or void (decision 14)."""
    n = round_.unconfirmed_count
    return Problem("points_unconfirmed", n=n) if n else None


R = RoundState
ROUND: Workflow[RoundState] = Workflow(
    "round",
    initial=R.PLANNED,
    final=(R.RELEASED, R.VOID),
    steps=(
        Step("start", (R.PLANNED,), R.UNDER_WAY, (Role.SUPERVISOR, Role.SYSTEM), (has_towns_and_inspectors,)),
        Step("finish", (R.UNDER_WAY,), R.FINISHED, (Role.SUPERVISOR,), (every_visit_finished,)),
        Step("release", (R.FINISHED,), R.RELEASED, (Role.SUPERVISOR,), (nothing_left_in_found,)),
        Step("void", (R.PLANNED, R.UNDER_WAY, R.FINISHED), R.VOID, (Role.SUPERVISOR,), (reason_given,)),
    ),
)


def window_is_sound(opens: date, closes: date) -> bool:
    return opens <= closes


def accepts_late(state: RoundState) -> bool:
    """May a record made in the field still join the round? After release it is kept for a person."""
    return state in {RoundState.PLANNED, RoundState.UNDER_WAY, RoundState.FINISHED}
