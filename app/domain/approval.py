"""Approval (双人复核): an act that one person asks for and another one makes; which acts, a county's settings say (decision 12)."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.domain.workflow import Ask, Step, Workflow, reason_given


class ApprovalState(StrEnum):
    ASKED = "asked"  # 待复核
    GRANTED = "granted"  # 已同意
    REFUSED = "refused"  # 未同意
    WITHDRAWN = "withdrawn"  # 已撤回


# 默认方案: on for what a town would feel and nobody could take back; the others a county may switch on.
TWO_PERSON: dict[str, bool] = {
    "order.void": True,  # once it is issued
    "order.list": True,
    "order.delist": True,
    "order.issue": False,
    "round.release": False,
    "finding.pass": False,
}


class ApprovalLike(Protocol):
    @property
    def asked_by(self) -> UUID: ...
    @property
    def person_key(self) -> str | None: ...


def another_person(approval: ApprovalLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    """Two accounts of one human are one person (decision 9)."""
    same_human = approval.person_key is not None and approval.person_key == viewer.person_key
    return Problem("self_approval") if approval.asked_by == viewer.user_id or same_human else None


def who_asked(approval: ApprovalLike, viewer: Viewer, _ask: Ask) -> Problem | None:
    return None if approval.asked_by == viewer.user_id else Problem("approval_of_other")


A, DESK = ApprovalState, (Role.SUPERVISOR,)
APPROVAL: Workflow[ApprovalState] = Workflow(
    "approval",
    initial=A.ASKED,
    final=(A.GRANTED, A.REFUSED, A.WITHDRAWN),
    steps=(
        Step("grant", (A.ASKED,), A.GRANTED, DESK, (another_person,)),
        Step("refuse", (A.ASKED,), A.REFUSED, DESK, (another_person, reason_given)),
        Step("withdraw", (A.ASKED,), A.WITHDRAWN, DESK, (who_asked,)),
    ),
)
