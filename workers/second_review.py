"""Blind second reviews (盲审) that have nothing left to decide are let go: their point is void, came back, or has a newer answer."""

from datetime import datetime

from app.actions.advance import Move
from app.actions.second_review import let_go as drop
from app.domain.people import SYSTEM
from app.models import Finding
from app.queries.by_id import one


def let_go(key: str, at: datetime) -> None:
    """`key` is the point. By the product itself: who moved the point may not know that anything was drawn."""
    drop(one(Finding, key), Move("drop", SYSTEM, at))
