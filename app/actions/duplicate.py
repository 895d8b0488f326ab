"""Duplicates (重复上报): one point that is another one is void from now on and says as what; the other goes on alone."""

from app.actions import order as orders
from app.actions.advance import Move
from app.domain.duplicate import merge_refusal
from app.models import Finding
from app.queries.by_id import maybe


def merge(finding: Finding, move: Move) -> None:
    wanted = move.choices.get("duplicate_of")
    kept = maybe(Finding, wanted) if wanted else None
    problem = merge_refusal(finding, kept)
    if kept is None or problem is not None:
        raise problem or AssertionError("refused without a reason")
    finding.duplicate_of = kept.id
    orders.settle(finding.order, move)
