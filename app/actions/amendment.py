"""Amendments (更正): the one who recorded a point sets its place or its words right, until somebody has confirmed it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.actions import places
from app.actions.advance import Move
from app.actions.journal import Act, write
from app.db import db
from app.domain.finding import may_be_amended
from app.domain.problems import Problem
from app.models import Finding, FindingOrigin, Journal
from app.models.base import point_of

BY_HAND = "hand"  # the provider of a place that a person set on the map


@dataclass(frozen=True)
class Amendment:
    """None leaves it as it is."""

    position: dict[str, Any] | None
    note: str | None


def amend_finding(finding: Finding, origin: FindingOrigin, amendment: Amendment, move: Move) -> Journal:
    """Old and new stand in the journal; a spot that nobody has confirmed moves with its point, if it has no other."""
    if not may_be_amended(finding.state):
        raise Problem("amend_too_late")
    said: dict[str, Any] = {}
    if amendment.position is not None:
        said |= _where(origin.position, "was") | _where(amendment.position, "is")
        place: Any = point_of(amendment.position)  # a column takes another form than it gives
        origin.position, finding.point = amendment.position, place
        if finding.spot.confirmed_at is None and _is_alone(finding):
            finding.spot.point = place
    if amendment.note is not None:
        said |= {"note_was": finding.note, "note_is": amendment.note}
        finding.note = amendment.note
    event = write(Act("finding.amend", finding.id, said), places.of_finding(finding), move.viewer, move.at)
    db.session.flush()
    return event


def _is_alone(finding: Finding) -> bool:
    others = select(Finding.id).where(Finding.spot_id == finding.spot_id, Finding.id != finding.id)
    return db.session.scalars(others.limit(1)).first() is None


def _where(position: dict[str, Any] | None, when: str) -> dict[str, str]:
    """Degrees and accuracy as they were claimed; the pages have the words for it."""
    if position is None:
        return {f"position_{when}": ""}
    accuracy, by_hand = position.get("accuracy_m"), position.get("provider") == BY_HAND
    said = {f"position_{when}": f"{position['lon']:.6f}, {position['lat']:.6f}"}
    said |= {f"by_hand_{when}": "yes"} if by_hand else {}
    return said if accuracy is None else said | {f"accuracy_{when}": f"{accuracy:.0f}"}
