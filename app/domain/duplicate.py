"""Duplicates (重复上报): which point another one may be merged into, so that one problem counts once."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.domain.finding import FindingState
from app.domain.problems import Problem

RECENTLY = timedelta(days=90)  # a point closed longer ago is another occurrence (decision 21)


class Mergeable(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def town_id(self) -> UUID: ...
    @property
    def item_code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def disclosed_at(self) -> datetime | None: ...


def merge_refusal(finding: Mergeable, kept: Mergeable | None) -> Problem | None:
    """Why `finding` can't go into `kept`: what a town was told of never goes into what it doesn't know (decision 3)."""
    same = kept is not None and (kept.town_id, kept.item_code) == (finding.town_id, finding.item_code)
    if kept is None or not same or kept.id == finding.id or kept.state == FindingState.VOID:
        return Problem("duplicate_unknown", pointer="/duplicate_of")
    if finding.disclosed_at is not None and kept.disclosed_at is None:
        return Problem("duplicate_hidden", pointer="/duplicate_of")
    return None
