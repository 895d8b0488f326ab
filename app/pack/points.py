"""Points in a pack's records (证据包里的点位): what was found, asked, answered, decided and when, as its asker may see it."""

from collections.abc import Sequence
from uuid import UUID

from app.models import ChecklistItem, DeadlineChange, Evidence, Finding, TownRequest
from app.models.base import lon_lat
from app.pack.contents import Contents, Record, told
from app.pack.photos import photos_of
from app.queries.events import events_of
from app.queries.finding_facts import deadline_changes, directed_to, round_of, unit_name
from app.queries.items import items_of, key_of


def points_of(findings: Sequence[Finding], contents: Contents) -> list[Record]:
    """In the given order, numbered from 1."""
    items = items_of(findings)
    return [_point(no, finding, items[key_of(finding)], contents) for no, finding in enumerate(findings, 1)]


def _point(no: int, finding: Finding, item: ChecklistItem, contents: Contents) -> Record:
    of_it = [it.id for it in finding.evidences] + [it.id for it in finding.requests]
    contents.about |= {finding.id, *of_it}
    round_ = round_of(finding)
    if round_ is not None:
        contents.about.add(round_.id)
    place, origin = lon_lat(finding.point), finding.origin
    return {
        "no": no,
        "id": str(finding.id),
        "item": finding.item_code,
        "problem": item.problem,
        "standard": item.standard,
        "done_when": item.done_when,
        "unit": item.unit,
        "quantity": f"{finding.quantity.normalize():f}",
        "severity": finding.severity,
        "time_grade": finding.time_grade,
        "red_line": finding.red_line,
        "repeat": finding.repeat,
        "note": finding.note,
        "position": f"{place['lon']:.6f},{place['lat']:.6f}" if place else None,
        "state": finding.state,
        "disclosed_at": told(finding.disclosed_at),
        "due_at": told(finding.due_at),
        "closed_at": told(finding.closed_at),
        "rework_count": finding.rework_count,
        "round": round_.title if round_ else None,
        "found_at": told(origin.made_at) if origin else None,
        "photos": photos_of(finding.photos, contents, finding, origin.received_at if origin else None),
        "answers": [_answer(it, finding, contents) for it in finding.evidences],
        "directed_to": directed_to(finding),
        "requests": [_request(it, contents) for it in finding.requests],
        "deadlines": [_deadline(it) for it in reversed(deadline_changes(finding))],
        "events": events_told(finding.id, *of_it),
    }


def _answer(answer: Evidence, finding: Finding, contents: Contents) -> Record:
    review = answer.review
    return {
        "id": str(answer.id),
        "unit": unit_name(answer.unit_id),
        "note": answer.note,
        "made_at": told(answer.made_at),
        "received_at": told(answer.received_at),
        "counts_at": told(answer.counts_at),
        "late_claim": answer.late_claim,
        "state": answer.state,
        "photos": photos_of(answer.photos, contents, finding, answer.received_at),
        "review": {"verdict": review.verdict, "reason": review.reason, "at": told(review.reviewed_at)}
        if review
        else None,
    }


def _request(request: TownRequest, contents: Contents) -> Record:
    return {
        "id": str(request.id),
        "kind": request.kind,
        "state": request.state,
        "reason": request.reason,
        "until": str(request.until) if request.until else None,
        "unit": unit_name(request.unit_id),
        "asked_at": told(request.asked_at),
        "answer": request.answer,
        "answered_at": told(request.answered_at),
        "granted_until": str(request.granted_until) if request.granted_until else None,
        "photos": photos_of(request.photos, contents, None, None),
    }


def _deadline(change: DeadlineChange) -> Record:
    return {"was": told(change.was), "is": told(change.now), "cause": change.cause, "at": told(change.at)}


def events_told(*subject_ids: UUID) -> list[Record]:
    """From the journal, the oldest first."""
    return [
        {"act": it.act, "at": told(it.at), "who": it.who, "note": it.note} for it in reversed(events_of(*subject_ids))
    ]
