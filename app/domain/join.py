"""Join (并入): a kept record goes into a point that is there already, with its photos and words and nothing else of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.duplicate import Mergeable
from app.domain.finding import FindingState
from app.domain.people import Viewer
from app.domain.problems import Problem


@dataclass(frozen=True)
class Seen:
    """What a kept record says was seen: where, what, when, on which round, and whether that one is released."""

    town_id: UUID | None
    item_code: str | None
    made_at: datetime
    round_id: UUID | None
    released: bool


class Point(Mergeable, Protocol):
    @property
    def closed_at(self) -> datetime | None: ...


def join_refusal(seen: Seen, point: Point | None, point_round: UUID | None) -> Problem | None:
    """Why the record can't go into that point; `point_round` is the round in which the point was found."""
    if point is None or (point.town_id, point.item_code) != (seen.town_id, seen.item_code):
        return Problem("join_unknown", pointer="/finding_id")
    if point.state == FindingState.VOID:
        return Problem("join_unknown", pointer="/finding_id")
    if point.closed_at is not None and seen.made_at >= point.closed_at:
        return Problem("join_after_closing", pointer="/finding_id")
    return None if _tells_nobody_more(seen, point, point_round) else Problem("join_secret", pointer="/finding_id")


def _tells_nobody_more(seen: Seen, point: Point, point_round: UUID | None) -> bool:
    """Into what a town knows only from a released round; into what it doesn't know only from the same round (decision 3).

    Otherwise a town would read of a round that is still secret, or the members of one round of another.
    """
    if point.disclosed_at is not None:
        return seen.released
    return seen.round_id is not None and seen.round_id == point_round


class Answered(Protocol):
    @property
    def unit_id(self) -> UUID: ...


def answer_refusal(answer: Answered | None, sender: Viewer, decider: Viewer) -> Problem | None:
    """Why a kept answer can't go into the one that is there: it must wait for its review, and be of the same unit."""
    if answer is None:
        return Problem("join_no_answer")
    if answer.unit_id != sender.unit_id:
        return Problem("join_other_unit")
    same_human = decider.person_key is not None and decider.person_key == sender.person_key
    return Problem("self_approval") if decider.user_id == sender.user_id or same_human else None
