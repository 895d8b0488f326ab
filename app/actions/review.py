"""Reviews (核查): the decision of a person on one answer."""

from app.actions.advance import Move
from app.db import db
from app.domain import chance
from app.domain.evidence import EvidenceState, Verdict
from app.domain.problems import Problem
from app.models import Evidence, Finding, Review

BECOMES = {Verdict.PASS: EvidenceState.PASSED, Verdict.RETURN: EvidenceState.RETURNED}


def decide(finding: Finding, verdict: Verdict, move: Move) -> Evidence:
    """Write the decision beside the answer under review. The table has already let the step through."""
    evidence = finding.under_review
    if evidence is None:
        raise Problem("after_photo_missing")
    evidence.state = BECOMES[verdict]
    db.session.add(
        Review(
            id=chance.new_id(),
            evidence=evidence,
            finding_id=finding.id,
            verdict=verdict,
            reason=move.note,
            reviewed_by=move.viewer.user_id,
            reviewed_at=move.at,
        )
    )
    return evidence
