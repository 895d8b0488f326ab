"""Evidence (整改佐证): an answer counts from the server's receipt of its hashes, once its photos have come (decision 18)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.actions import contents, places
from app.actions.advance import Move, follow
from app.actions.journal import Act, write
from app.actions.photo import Declared, declare, last_arrival
from app.db import db
from app.domain.evidence import EvidenceState, PhotoOwner, PhotoRole, evidence_time
from app.domain.finding import FINDING, FindingState, enters
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.models import Evidence, Finding, Journal


@dataclass(frozen=True)
class Answer:
    """What the town says it did; `received_at` is when it came, where a person let it in only later."""

    evidence_id: UUID
    note: str
    made_at: datetime
    photos: tuple[Declared, ...]
    received_at: datetime | None = None


def submit_evidence(finding: Finding, answer: Answer, viewer: Viewer, at: datetime) -> tuple[Journal, list[str]]:
    """Take the answer; the point becomes `submitted` at once or when the last photo arrives."""
    if not enters(FindingState(finding.state)):
        raise Problem("step_not_in_table", noun="finding", action="submit", state=finding.state)
    if not any(p.role == PhotoRole.AFTER for p in answer.photos):
        raise Problem("after_photo_missing")
    received_at = answer.received_at or at  # a person's delay never costs the town (decision 26)
    evidence = Evidence(
        id=answer.evidence_id,
        finding_id=finding.id,
        county_id=finding.county_id,
        town_id=finding.town_id,
        submitted_by=viewer.user_id,
        unit_id=viewer.unit_id,
        person_key=viewer.person_key,
        note=answer.note,
        made_at=answer.made_at,
        received_at=received_at,
        counts_at=received_at,
        late_claim=finding.due_at is not None and answer.made_at < finding.due_at <= received_at,
        state=EvidenceState.WAITING,
    )
    finding.evidences.append(evidence)
    said = {"finding_id": str(finding.id), "words": answer.note, "photos": contents.of_photos(answer.photos)}
    act = Act("evidence.submit", evidence.id, said, {"town_id": finding.town_id})
    event = write(act, places.of_town(finding), viewer, at)
    missing = declare(evidence, PhotoOwner.EVIDENCE, answer.photos, at)
    if not missing:
        become_whole(evidence, finding, viewer, at)
    return event, missing


def become_whole(evidence: Evidence, finding: Finding, viewer: Viewer, at: datetime) -> None:
    """Every photo has come: the point is submitted for its submitter, or the answer is kept if that is too late."""
    evidence.whole_at = max(evidence.received_at, last_arrival(evidence))
    evidence.counts_at = evidence_time(evidence.received_at, evidence.whole_at)
    if finding.state != FindingState.FIXING:
        evidence.state = EvidenceState.KEPT
        act = Act("evidence.keep", evidence.id, {"state": finding.state}, {"town_id": finding.town_id})
        write(act, places.of_town(finding), viewer, at)
        return
    evidence.state = EvidenceState.WHOLE
    follow(finding, FINDING, Move("submit", viewer, at), places.of_town(finding))
    finding.stopped_at = evidence.counts_at
    db.session.flush()
