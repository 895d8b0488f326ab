"""Amendments (更正): the one who recorded a point sets its place or its words right, until somebody has confirmed it."""

from dataclasses import dataclass
from typing import Any

from app.actions import places
from app.actions.advance import Move
from app.actions.journal import Act, write
from app.db import db
from app.domain.finding import may_be_amended
from app.domain.problems import Problem
from app.models import Finding, FindingOrigin, Journal
from app.models.base import point_of

BECAME = " → "


@dataclass(frozen=True)
class Amendment:
    """None leaves it as it is."""

    position: dict[str, Any] | None
    note: str | None


def amend_finding(finding: Finding, origin: FindingOrigin, amendment: Amendment, move: Move) -> Journal:
    """Old and new stand in the journal; a spot that nobody has confirmed moves with its point."""
    if not may_be_amended(finding.state):
        raise Problem("amend_too_late")
    said: dict[str, Any] = {}
    if amendment.position is not None:
        said |= {"position_was": _where(origin.position), "position_is": _where(amendment.position)}
        place: Any = point_of(amendment.position)  # a column takes another form than it gives
        origin.position, finding.point = amendment.position, place
        if finding.spot.confirmed_at is None:
            finding.spot.point = place
    if amendment.note is not None:
        said |= {"note_was": finding.note, "note_is": amendment.note}
        finding.note = amendment.note
    said["note"] = "; ".join(
        f"{said[f'{it}_was']}{BECAME}{said[f'{it}_is']}" for it in ("position", "note") if f"{it}_is" in said
    )
    event = write(Act("finding.amend", finding.id, said), places.of_finding(finding), move.viewer, move.at)
    db.session.flush()
    return event


def _where(position: dict[str, Any] | None) -> str:
    """Degrees and accuracy as they were claimed."""
    if position is None:
        return "—"
    return f"{position['lon']:.6f}, {position['lat']:.6f} ±{position.get('accuracy_m')} m ({position.get('provider')})"
