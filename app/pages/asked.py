"""Asked (申请) on a point's page: what the town or a department wants, why, until when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.request import standing
from app.models import Finding, TownRequest
from app.pages.parts import Chip, Photo, several
from app.queries.finding_facts import unit_name


@dataclass(frozen=True)
class Asked:
    kind: str
    chip: Chip
    reason: str
    until: date | None
    unit: str
    who: str
    at: datetime
    photos: list[Photo]


def asked_of(finding: Finding) -> list[Asked]:
    """Newest first."""
    return [_asked(request, finding.state) for request in reversed(finding.requests)]


def _asked(request: TownRequest, point_state: str) -> Asked:
    return Asked(
        kind=request.kind,
        chip=Chip(f"request.{standing(request.state, point_state)}"),
        reason=request.reason,
        until=request.until,
        unit=request.unit_name,
        who=unit_name(request.unit_id),
        at=request.asked_at,
        photos=several(request.photos),
    )


def marks_of(finding: Finding) -> list[Chip]:
    """What a row of a list says of it: what waits for an answer."""
    return [Chip(f"fact.asked_{kind}") for kind in finding.kinds_asked]
