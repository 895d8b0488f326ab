"""Which kept record may go into which point (并入), and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.finding import FindingState
from app.domain.join import Seen, answer_refusal, join_refusal
from app.domain.people import Role, Viewer

TOWN, OTHER, ROUND, LATER = (UUID(int=n) for n in range(1, 5))
MADE = datetime(2026, 11, 12, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Point:
    town_id: UUID = TOWN
    item_code: str = "WS-03"
    state: str = FindingState.FOUND
    disclosed_at: datetime | None = None
    closed_at: datetime | None = None


SEEN = Seen(TOWN, "WS-03", MADE, ROUND, released=False)
HIDDEN, TOLD = Point(), Point(disclosed_at=MADE)
OUT = replace(SEEN, released=True)


@pytest.mark.parametrize(
    ("seen", "point", "point_round", "code"),
    [
        (SEEN, None, None, "join_unknown"),
        (SEEN, Point(town_id=OTHER), ROUND, "join_unknown"),
        (SEEN, Point(item_code="WS-04"), ROUND, "join_unknown"),
        (SEEN, Point(state=FindingState.VOID), ROUND, "join_unknown"),
        (OUT, replace(TOLD, state=FindingState.CLOSED, closed_at=MADE), ROUND, "join_after_closing"),
        (OUT, replace(TOLD, state=FindingState.CLOSED, closed_at=MADE + timedelta(days=1)), ROUND, None),
        (SEEN, HIDDEN, ROUND, None),
        (SEEN, HIDDEN, LATER, "join_secret"),  # the members of another round would learn of this one
        (OUT, HIDDEN, LATER, "join_secret"),  # and this one's of a point of theirs
        (SEEN, TOLD, ROUND, "join_secret"),  # its town would see a photo of a round that is still secret
        (SEEN, TOLD, LATER, "join_secret"),
        (OUT, TOLD, ROUND, None),
        (OUT, TOLD, LATER, None),
        (replace(SEEN, round_id=None), HIDDEN, None, "join_secret"),  # nobody knows of which round it is
    ],
)
def test_a_record_goes_where_nobody_learns_of_it_too_early(
    seen: Seen, point: Point | None, point_round: UUID | None, code: str | None
) -> None:
    refused = join_refusal(seen, point, point_round)
    assert (refused.code if refused else None) == code


@dataclass(frozen=True)
class Answer:
    unit_id: UUID = TOWN


def person(user: int, unit: UUID, key: str | None = None) -> Viewer:
    return Viewer(Role.TOWN, UUID(int=user), unit, OTHER, TOWN, key)


@pytest.mark.parametrize(
    ("answer", "sender", "decider", "code"),
    [
        (None, person(8, TOWN), person(9, OTHER), "join_no_answer"),
        (Answer(), person(8, OTHER), person(9, OTHER), "join_other_unit"),
        (Answer(), person(8, TOWN), person(8, TOWN), "self_approval"),
        (Answer(), person(8, TOWN, "甲"), person(9, OTHER, "甲"), "self_approval"),
        (Answer(), person(8, TOWN, "甲"), person(9, OTHER, "乙"), None),
        (Answer(), person(8, TOWN), person(9, OTHER), None),
    ],
)
def test_an_answer_goes_into_one_of_the_same_unit_by_somebody_else(
    answer: Answer | None, sender: Viewer, decider: Viewer, code: str | None
) -> None:
    refused = answer_refusal(answer, sender, decider)
    assert (refused.code if refused else None) == code
