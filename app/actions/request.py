"""Requests (申请): asked by those who answer a point, taken back by the same unit, granted or refused by the county."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.actions import contents, places
from app.actions.advance import Move, advance, decided
from app.actions.deadline import set_due
from app.actions.finding import step_finding
from app.actions.journal import Act, write
from app.actions.photo import Declared, declare
from app.db import db
from app.domain.calendar import END_OF_DAY, local_day, moment
from app.domain.deadline import Cause
from app.domain.evidence import PhotoOwner
from app.domain.people import Viewer
from app.domain.request import REQUEST, RequestKind, Wish, grant_refusal, refusal
from app.domain.score.belonging import believed_at
from app.models import Finding, Journal, TownRequest
from app.queries.clock import latest_day


@dataclass(frozen=True)
class Asked:
    """A request as the phone made it; `received_at` is when it came, where a person let it in only later."""

    request_id: UUID
    kind: RequestKind
    reason: str
    until: date | None
    unit_name: str
    made_at: datetime
    not_before: datetime | None  # the last nonce that the phone had seen
    received_at: datetime
    photos: tuple[Declared, ...]


def make_request(finding: Finding, asked: Asked, viewer: Viewer, at: datetime) -> tuple[Journal, list[str]]:
    """Write down the wish with its photos. State, deadline and clock of the point stay as they are."""
    latest = latest_day(finding) if asked.kind is RequestKind.EXTENSION else None
    said_on = local_day(believed_at(asked.made_at, asked.not_before, asked.received_at))
    problem = refusal(finding, Wish(asked.kind, said_on, asked.until, latest))
    if problem is not None:
        raise problem
    request = TownRequest(
        id=asked.request_id,
        finding_id=finding.id,
        county_id=finding.county_id,
        town_id=finding.town_id,
        kind=asked.kind,
        reason=asked.reason,
        until=asked.until,
        unit_name=asked.unit_name,
        asked_by=viewer.user_id,
        unit_id=viewer.unit_id,
        made_at=asked.made_at,
        asked_at=asked.received_at,
    )
    said = {"finding_id": str(finding.id), "kind": asked.kind, "note": asked.reason, "until": str(asked.until or "")}
    said |= {"unit": asked.unit_name, "photos": contents.of_photos(asked.photos)}
    event = write(Act("request.make", request.id, said), places.of_town(finding), viewer, at)
    request.enter(REQUEST.initial, event)
    finding.requests.append(request)
    db.session.flush()
    return event, declare(request, PhotoOwner.REQUEST, asked.photos, at)


def step_request(request: TownRequest, move: Move) -> Journal:
    """Apply one action of the table; a grant does to the point what was asked for."""
    decided(request, REQUEST, move, move.viewer)  # before the choices of a grant are looked at
    choices = _choices(request, move) if move.action == "grant" else {}
    event = advance(request, REQUEST, move, places.of_town(request), **_said(request, choices))
    if move.action in ANSWERS:
        request.answer, request.answered_at = move.note, move.at
    if move.action == "grant":
        request.granted_until = choices.get("until")
        db.session.flush()
        _grant(request, replace(move, note=move.note or request.reason, choices=choices))
    return event


ANSWERS = ("grant", "refuse")


def _choices(request: TownRequest, move: Move) -> dict[str, Any]:
    """The day that is granted, as asked unless the office says an earlier one; for a dispute who answers instead."""
    if request.kind == RequestKind.DISPUTE:
        return {"unit_id": move.choices.get("unit_id")}
    until = move.choices.get("until") or request.until
    problem = grant_refusal(request, until, local_day(move.at))
    if problem is not None:
        raise problem
    return {"until": until}


def _said(request: TownRequest, choices: dict[str, Any]) -> dict[str, str]:
    told = {"finding_id": str(request.finding_id)}
    return told | {"until": str(choices["until"])} if choices.get("until") else told


def _grant(request: TownRequest, move: Move) -> None:
    finding = request.finding
    match RequestKind(request.kind):
        case RequestKind.EXTENSION:
            set_due(finding, moment(move.choices["until"], END_OF_DAY), move, Cause.EXTENSION)
        case RequestKind.SUSPENSION:
            step_finding(finding, replace(move, action="suspend"))
        case RequestKind.DISPUTE:
            step_finding(finding, replace(move, action="direct"))
