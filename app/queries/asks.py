"""Asks (申请) as bodies: what has been asked about a point, and what may be asked now, with the reason why not."""

from datetime import date
from typing import Any

from app.db import now
from app.domain.calendar import local_day
from app.domain.finding import FindingState
from app.domain.people import ANSWERING, Viewer
from app.domain.request import ENDED, REQUEST, RequestKind, RequestState, Wish, refusal, standing
from app.domain.workflow import Offer
from app.models import Finding, TownRequest
from app.queries.clock import latest_day
from app.texts import sentence

Body = dict[str, Any]


def offers(found: tuple[Offer, ...]) -> list[Body]:
    return [{"action": o.action, "problem": sentence(o.problem) if o.problem else None} for o in found]


def asks_of(finding: Finding, viewer: Viewer) -> list[Body]:
    """The three buttons of those who answer the point; an extension says how far it may reach."""
    if viewer.role not in ANSWERING:
        return []
    return [_ask(finding, kind) for kind in RequestKind]


def _ask(finding: Finding, kind: RequestKind) -> Body:
    today = local_day(now())
    latest = latest_day(finding) if kind is RequestKind.EXTENSION and finding.state == FindingState.FIXING else None
    problem = refusal(finding, Wish(kind, today, latest=latest, draws=True))
    said = {"action": f"ask_{kind}", "problem": sentence(problem) if problem else None}
    return {**said, "latest": latest.isoformat()} if latest and problem is None else said


def request_body(request: TownRequest, point_state: str, viewer: Viewer) -> Body:
    state = standing(request.state, point_state)
    return {
        "id": str(request.id),
        "version": request.version,
        "finding_id": str(request.finding_id),
        "kind": request.kind,
        "state": state,
        "reason": request.reason,
        "until": _day(request.until),
        "unit_name": request.unit_name,
        "asked_at": request.asked_at.isoformat(),
        "answer": request.answer,
        "answered_at": request.answered_at.isoformat() if request.answered_at else None,
        "granted_until": _day(request.granted_until),
        "offered": [] if state == ENDED else offers(REQUEST.offered(request, RequestState(state), viewer)),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
