"""Bodies (对外的样子): how a round, visit, finding, order, request or score looks on the wire, and what may be done with it."""

from collections.abc import Callable
from typing import Any

from app.domain.approval import APPROVAL, ApprovalState
from app.domain.finding import FINDING, FindingState, Source, may_be_amended
from app.domain.order import ORDER, OrderState
from app.domain.people import Viewer
from app.domain.recheck import RECHECK, RecheckState
from app.domain.round import ROUND, RoundState
from app.domain.visit import VISIT, VisitState
from app.models import (
    Approval,
    ChecklistItem,
    Finding,
    Order,
    Photo,
    Recheck,
    Round,
    Score,
    SecondReview,
    SelfCheck,
    TownRequest,
    Visit,
)
from app.models.base import lon_lat
from app.queries.asks import asks_of, offers, request_body
from app.queries.by_id import one
from app.queries.finding_facts import directed_to
from app.queries.rules import item_of
from app.queries.second_reviews import second_review_body

Body = dict[str, Any]
Subject = Round | Visit | Finding | Order | TownRequest | Approval | Recheck | SecondReview


def body_of(subject: Subject, viewer: Viewer) -> Body:
    return BODIES[type(subject)](subject, viewer)


def _asked_body(request: TownRequest, viewer: Viewer) -> Body:
    return request_body(request, one(Finding, request.finding_id).state, viewer)


def round_body(round_: Round, viewer: Viewer) -> Body:
    """What a town reads of an announced round is kind, dates and checklist; its state says no more than that."""
    return {
        "id": str(round_.id),
        "version": round_.version,
        "title": round_.title,
        "kind": round_.kind,
        "state": round_.state,
        "window": {"from": round_.window_from.isoformat(), "to": round_.window_to.isoformat()},
        "towns": [{"id": str(t.town_id), "name": t.town.name} for t in round_.towns],
        "checklist_version": round_.checklist.version,
        "offered": offers(ROUND.offered(round_, RoundState(round_.state), viewer)),
    }


def approval_body(approval: Approval, viewer: Viewer) -> Body:
    return {
        "id": str(approval.id),
        "version": approval.version,
        "noun": approval.noun,
        "subject_id": str(approval.subject_id),
        "action": approval.action,
        "note": approval.note,
        "state": approval.state,
        "offered": offers(APPROVAL.offered(approval, ApprovalState(approval.state), viewer)),
    }


def recheck_body(recheck: Recheck, viewer: Viewer) -> Body:
    """With its point, which whoever looks may know from nowhere else; why and until when, for those who see the plan."""
    plan = recheck.plan
    return {
        "id": str(recheck.id),
        "version": recheck.version,
        "state": recheck.state,
        "outcome": recheck.outcome,
        "note": recheck.note,
        "photos": [photo_body(p) for p in recheck.photos],
        "finding": finding_body(recheck.finding, viewer),
        "offered": offers(RECHECK.offered(recheck, RecheckState(recheck.state), viewer)),
        **({"why": plan.why, "look_by": plan.look_by.isoformat()} if plan else {}),
    }


def visit_body(visit: Visit, viewer: Viewer) -> Body:
    return {
        "id": str(visit.id),
        "version": visit.version,
        "round_id": str(visit.round_id),
        "town_id": str(visit.town_id),
        "state": visit.state,
        "started_at": visit.started_at.isoformat(),
        "ended_at": visit.ended_at.isoformat() if visit.ended_at else None,
        "dimensions": [{"code": d.code, "looked": d.looked} for d in visit.dimensions],
        "offered": offers(VISIT.offered(visit, VisitState(visit.state), viewer)),
    }


def finding_body(finding: Finding, viewer: Viewer) -> Body:
    item = item_of(finding.checklist_id, finding.item_code)
    offered = FINDING.offered(finding, FindingState(finding.state), viewer)
    return {
        **_what(finding, item),
        "state": finding.state,
        "due_at": finding.due_at.isoformat() if finding.due_at else None,
        "soon_at": finding.soon_at.isoformat() if finding.soon_at else None,
        "suspended": finding.state == FindingState.SUSPENDED,
        "order_id": str(finding.order_id) if finding.order else None,
        "order_number": finding.order.number if finding.order else None,
        "directed_to": directed_to(finding),
        "rework_count": finding.rework_count,
        **_urged(finding),
        "return_reason": _return_reason(finding),
        "photos": [photo_body(p) for p in finding.photos]
        + [photo_body(p) for e in finding.evidences for p in e.photos],
        "requests": [request_body(r, finding.state, viewer) for r in finding.requests],
        "offered": offers(offered) + asks_of(finding, viewer) + _amending(finding, viewer),
        **_whence(finding),
    }


def _what(finding: Finding, item: ChecklistItem) -> Body:
    return {
        "id": str(finding.id),
        "version": finding.version,
        "town_id": str(finding.town_id),
        "town_name": finding.town.name,
        "spot_id": str(finding.spot_id),
        "item_code": finding.item_code,
        "checklist_version": item.checklist_version,
        "problem": item.problem,
        "standard": item.standard,
        "done_when": item.done_when,
        "quantity": f"{finding.quantity.normalize():f}",
        "unit": item.unit,
        "severity": finding.severity,
        "time_grade": finding.time_grade,
        "red_line": finding.red_line,
        "repeat": finding.repeat,
        "note": finding.note,
        "position": lon_lat(finding.point),
    }


def _whence(finding: Finding) -> Body:
    """Round and visit, for those who may see them: for a town there is no such row (decision 4)."""
    if finding.origin is None or finding.source != Source.INSPECTION:
        return {}
    accuracy = (finding.origin.position or {}).get("accuracy_m")
    where_from = {"round_id": str(finding.origin.round_id), "visit_id": str(finding.origin.visit_id)}
    return {**where_from, "accuracy_m": accuracy}


def _amending(finding: Finding, viewer: Viewer) -> list[Body]:
    """Only who recorded it, and only until it is confirmed."""
    mine = finding.origin is not None and finding.origin.recorded_by == viewer.user_id
    return [{"action": "amend", "problem": None}] if mine and may_be_amended(finding.state) else []


def _return_reason(finding: Finding) -> str | None:
    reasons = [e.review.reason for e in finding.evidences if e.review and e.review.verdict == "return"]
    return reasons[-1] if reasons and finding.state == FindingState.FIXING else None


def photo_body(photo: Photo) -> Body:
    return {
        "id": str(photo.id),
        "role": photo.role,
        "slot": photo.slot,
        "ready": photo.derived_at is not None,
        "arrived": photo.arrived_at is not None,
        "trouble": photo.trouble,
        **({"marks": photo.marks} if photo.marks else {}),
        **({"stamped": True} if photo.stamped_at else {}),
    }


def _urged(subject: Finding | Order) -> Body:
    return {"urged_at": subject.urged_at.isoformat() if subject.urged_at else None, "urged_for": subject.urged_for}


def order_body(order: Order, viewer: Viewer) -> Body:
    return {
        "id": str(order.id),
        "version": order.version,
        "number": order.number,
        "title": order.title,
        "town_id": str(order.town_id),
        "state": order.state,
        "issued_at": order.issued_at.isoformat() if order.issued_at else None,
        "sign_by": order.sign_by.isoformat() if order.sign_by else None,
        "signed_at": order.signed_at.isoformat() if order.signed_at else None,
        **_urged(order),
        "office": {"name": order.issuer.name, "contact": order.issuer.contact},
        "finding_ids": [str(f.id) for f in order.findings],
        "offered": offers(ORDER.offered(order, OrderState(order.state), viewer)),
    }


def score_body(score: Score, _viewer: Viewer) -> Body:
    return {
        "id": str(score.id),
        "version": 1,
        "town_id": str(score.town_id),
        "month": score.month.strftime("%Y-%m"),
        "value": str(score.value) if score.value is not None else None,
        "band": score.band,
        "computed_at": score.computed_at.isoformat(),
    }


def self_check_body(check: SelfCheck) -> Body:
    """`counts`: all of its photos have come; until then its day does not."""
    return {
        "id": str(check.id),
        "version": 1,
        "town_id": str(check.town_id),
        "dimension": check.dimension,
        "item_codes": check.item_codes,
        "clean": check.clean,
        "note": check.note,
        "checked_at": check.checked_at.isoformat(),
        "counts": check.whole_at is not None,
        "photos": [photo_body(p) for p in check.photos],
    }


BODIES: dict[type[Any], Callable[[Any, Viewer], Body]] = {
    Round: round_body,
    Visit: visit_body,
    Finding: finding_body,
    Order: order_body,
    TownRequest: _asked_body,
    Approval: approval_body,
    Recheck: recheck_body,
    SecondReview: second_review_body,
}
