"""Visit (现场检查): one inspection of one town on a route, and what was looked at."""

from collections.abc import Iterable
from enum import StrEnum

from app.domain.people import Role
from app.domain.workflow import Step, Workflow, reason_given


class VisitState(StrEnum):
    STARTED = "started"
    FINISHED = "finished"
    VOID = "void"


class Looked(StrEnum):
    """What the inspector says of one dimension; a dimension with a finding counts as looked (decision 28)."""

    CLEAN = "clean"  # 看过，没问题
    FOUND = "found"  # 看过，有问题
    NOT_APPLICABLE = "not_applicable"  # 这条路线没有
    NOT_LOOKED = "not_looked"  # 没看


def looked_in_all(said: Iterable[str], found: int) -> Looked:
    """Of several visits to one town: what was found counts whatever was said (decision 28), then the best look."""
    words = set(said)
    if found or Looked.FOUND in words:
        return Looked.FOUND
    return next((it for it in (Looked.CLEAN, Looked.NOT_APPLICABLE) if it in words), Looked.NOT_LOOKED)


V = VisitState
VISIT: Workflow[VisitState] = Workflow(
    "visit",
    initial=V.STARTED,
    final=(V.VOID,),
    steps=(
        Step("finish", (V.STARTED,), V.FINISHED, (Role.INSPECTOR, Role.SUPERVISOR)),
        Step("void", (V.STARTED, V.FINISHED), V.VOID, (Role.SUPERVISOR,), (reason_given,)),
    ),
)
