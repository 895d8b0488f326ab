"""Approvals (双人复核): what waits for a second person, listed, and shown on the page of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.domain.approval import APPROVAL, ApprovalState
from app.domain.problems import Problem
from app.domain.workflow import Offer
from app.errors import STATUS
from app.models import Approval, User
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.roles import OFFICE
from app.pages.subjects import Subject, subjects_of
from app.queries.approvals import approvals_of, approvals_waiting
from app.queries.by_id import maybe, one
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("approvals", __name__)


@dataclass(frozen=True)
class Asked:
    """`act` is such as order.void."""

    act: str
    note: str
    leader: str  # who is to answer for a listed order
    who: str
    at: datetime
    subject: Subject | None
    offered: tuple[Offer, ...]
    steps_url: str
    version: int


@blueprint.get("/approvals")
@endpoint(*OFFICE)
def index() -> Response:
    return render("approvals/index.html", rows=_asked(approvals_waiting()))


@blueprint.post("/approvals/<raw_id>/steps")
@endpoint(*OFFICE)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(raw_id, problem))


def _step(raw_id: str) -> str:
    """On to what it was about, as that is now."""
    take_step("approvals", raw_id, loaded(StepForm(), sent()))
    approval = one(Approval, raw_id)
    key = approval.noun, approval.subject_id
    subject = subjects_of([key]).get(key)
    return subject.url if subject else url_for("approvals.index")


def _again(raw_id: str, problem: Problem) -> Response:
    said = refusal(problem, one(Approval, raw_id).subject_id)
    return render("approvals/index.html", said, STATUS[problem.kind], rows=_asked(approvals_waiting()))


def asked_about(subject_id: UUID) -> list[Asked]:
    """For the page of a point, an order or a round."""
    return _asked(approvals_of(subject_id))


def _asked(approvals: Sequence[Approval]) -> list[Asked]:
    subjects = subjects_of((it.noun, it.subject_id) for it in approvals)
    return [_view(it, subjects.get((it.noun, it.subject_id))) for it in approvals]


def _view(it: Approval, subject: Subject | None) -> Asked:
    """Taking back is nobody's affair but the asker's."""
    asker, offered = maybe(User, it.asked_by), APPROVAL.offered(it, ApprovalState(it.state), caller().viewer)
    return Asked(
        act=f"{it.noun}.{it.action}",
        note=it.note,
        leader=str(it.choices.get("leader", "")),
        who=asker.name if asker else "",
        at=it.asked_at,
        subject=subject,
        offered=tuple(offer for offer in offered if offer.action != "withdraw" or offer.problem is None),
        steps_url=url_for("approvals.steps", raw_id=it.id),
        version=it.version,
    )
