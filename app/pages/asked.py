"""Asked (申请) on a point's page: what the town or a department wants, why, until when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.access import caller
from app.domain.problems import Problem
from app.domain.request import ENDED, REQUEST, RequestState, standing
from app.models import Finding, TownRequest
from app.pages.parts import Chip, Photo, several
from app.queries.finding_facts import unit_name


@dataclass(frozen=True)
class Decision:
    """What the office may do about it; `problem` says why it cannot be granted now."""

    url: str
    version: int
    problem: Problem | None


@dataclass(frozen=True)
class Asked:
    id: str
    kind: str
    chip: Chip
    reason: str
    until: date | None
    unit: str
    who: str
    at: datetime
    photos: list[Photo]
    state: str
    answer: str
    answered_at: datetime | None
    granted_until: date | None
    decision: Decision | None


def asked_of(finding: Finding) -> list[Asked]:
    """Newest first."""
    return [_asked(request, finding.state) for request in reversed(finding.requests)]


def _asked(request: TownRequest, point_state: str) -> Asked:
    state = standing(request.state, point_state)
    return Asked(
        id=str(request.id),
        kind=request.kind,
        chip=Chip(f"request.{state}"),
        reason=request.reason,
        until=request.until,
        unit=request.unit_name,
        who=unit_name(request.unit_id),
        at=request.asked_at,
        photos=several(request.photos),
        state=state,
        answer=request.answer,
        answered_at=request.answered_at,
        granted_until=request.granted_until,
        decision=_decision(request) if state != ENDED else None,
    )


def _decision(request: TownRequest) -> Decision | None:
    offered = REQUEST.offered(request, RequestState(request.state), caller().viewer)
    grant = next((it for it in offered if it.action == "grant"), None)
    if grant is None:
        return None
    return Decision(url_for("requests.steps", raw_id=request.id), request.version, grant.problem)


def marks_of(finding: Finding) -> list[Chip]:
    """What a row of a list says of it: what waits for an answer."""
    return [Chip(f"fact.asked_{kind}") for kind in finding.kinds_asked]
