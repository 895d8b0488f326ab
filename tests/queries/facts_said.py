"""What tests of facts say often (常说的话): one released point, and how points and entries are shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.domain.score import TownMonth
from tests.score_story import Seen, Story

NOT_LOOKED = dict.fromkeys(("DZ", "CK", "XL", "RM", "LS"), "not_looked")
OVERDUE = (False, False, False)


def one_point(story: Story, *found: tuple[Any, ...]) -> Seen:
    return story.seen("11-03 09:00", "11-05 10:00", *(found or [("WS-03", "1")]))


def points(story: Story, when: str, month: str = "2026-11") -> dict[str, tuple[bool, bool, bool]]:
    """Per point: in time, closed, reworked."""
    facts = story.facts(when, month)
    return {point.finding_id: (point.on_time, point.closed, point.reworked) for point in facts.points}


def of(finding_id: UUID, *marks: bool) -> dict[str, tuple[bool, ...]]:
    return {str(finding_id): marks}


def kinds(facts: TownMonth) -> list[str]:
    return sorted(entry.kind for entry in facts.entries)
