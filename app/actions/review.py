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
    _write(evidence, verdict, move, overturns=False)
    return evidence


def overturn(evidence: Evidence, verdict: Verdict, move: Move) -> None:
    """Beside the first decision, which stays where it is (改判)."""
    _write(evidence, verdict, move, overturns=True)


def _write(evidence: Evidence, verdict: Verdict, move: Move, *, overturns: bool) -> None:
    evidence.state = BECOMES[verdict]
    evidence.reviews.append(
        Review(
            id=chance.new_id(),
            finding_id=evidence.finding_id,
            verdict=verdict,
            reason=move.note,
            reviewed_by=move.viewer.user_id,
            reviewed_at=move.at,
            overturns=overturns,
        )
    )
    db.session.flush()
