"""Plans (计划): on the eve of a round its inspectors may see it."""

from datetime import datetime

from app.actions.round import open_plan
from app.domain.round import RoundState
from app.models import Round
from app.queries.by_id import maybe


def open_eve(key: str, at: datetime) -> None:
    round_ = maybe(Round, key)
    if round_ is not None and round_.state != RoundState.VOID:
        open_plan(round_, at)
