"""Spoken (说的和做的): one operation as a handler gets it, what applying it gave, and why it may not be applied."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions.advance import Move
from app.domain.people import Viewer
from app.models import Journal
from app.queries.by_id import maybe


class OutOfScope(Exception):
    """The sender may not, or no longer, do this here; `round_id` where the round is known to exist for the sender."""

    def __init__(self, reason: str = "out_of_scope", round_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.round_id = round_id


class ParentMissing(Exception):
    """What it belongs to has not arrived; it is applied when that comes."""

    def __init__(self, parent_id: UUID) -> None:
        super().__init__(parent_id)
        self.parent_id = parent_id


@dataclass(frozen=True)
class Said:
    """One operation as a handler gets it; `received_at` is earlier than `at` when it was kept for a while."""

    payload: dict[str, Any]
    made_at: datetime
    received_at: datetime
    not_before: datetime | None
    viewer: Viewer
    at: datetime

    @property
    def times(self) -> dict[str, Any]:
        """By the phone's clock; not before what the phone had seen; and when it came."""
        return {"made_at": self.made_at, "not_before": self.not_before, "received_at": self.received_at}

    def move(self, action: str, **choices: Any) -> Move:
        return Move(action, self.viewer, self.at, choices={k: v for k, v in choices.items() if v is not None})


@dataclass(frozen=True)
class Done:
    """What applying it gave: the journal row for the receipt, the photos still missing, whose round it was."""

    event: Journal
    missing: list[str]
    round_id: UUID | None = None
    version: int = 1


def seen(model: type[Any], key: UUID) -> Any:
    row = maybe(model, key)
    if row is None:
        raise OutOfScope
    return row
