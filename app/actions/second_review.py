"""Blind second reviews (盲审): drawn with the decision, decided by people who did not make it, let go when the point moved on."""

from collections.abc import Callable
from datetime import datetime

from app.actions import places
from app.actions.access import note_opening
from app.actions.advance import Move, advance
from app.actions.journal import Act, write
from app.actions.overturn import unpass, unreturn
from app.db import db
from app.domain import chance
from app.domain.evidence import Verdict
from app.domain.people import SYSTEM, Viewer
from app.domain.second_review import SECOND_REVIEW, SECOND_SAYS, Because, SecondReviewState, is_drawn
from app.models import Evidence, Finding, Journal, SecondReview
from app.queries.second_reviews import open_of, shares_of

DECIDES = {verdict.value: verdict for verdict in Verdict}


def draw(finding: Finding, move: Move) -> None:
    """Every decision draws its lot, and the internal stream keeps seed and outcome: nothing is picked, or left out, by hand.

    Called before the decision is written, so that the county's stream is always held before a town's; the lot is drawn
    apart from all other chance, so that nothing a town is given depends on it.
    """
    evidence = finding.under_review
    if evidence is None:
        return
    verdict = DECIDES[move.action]
    percent = shares_of(finding.county_id).of(verdict, red_line=finding.red_line)
    with chance.drawn_for(f"second review of {evidence.id}"):
        seed, key = chance.new_seed(), chance.new_id()
    hit = is_drawn(seed, str(evidence.id), percent)
    said = {"evidence": str(evidence.id), "verdict": verdict, "seed": seed, "percent": percent, "drawn": int(hit)}
    event = write(Act("second_review.draw", key, said), places.of_second_review(finding), SYSTEM, move.at)
    if hit:
        review = _asked(finding, evidence, move)
        review.id, review.seed, review.percent = key, seed, percent
        review.enter(SECOND_REVIEW.initial, event)
        db.session.add(review)


def _asked(finding: Finding, evidence: Evidence, move: Move) -> SecondReview:
    return SecondReview(
        county_id=finding.county_id,
        finding_id=finding.id,
        evidence_id=evidence.id,
        asked_at=move.at,
        first_verdict=DECIDES[move.action],
        first_reason=move.note,
        first_by=move.viewer.user_id,
        first_key=move.viewer.person_key,
    )


def step_second_review(review: SecondReview, move: Move) -> Journal:
    """Apply one action of the table, with what it brings about for the point."""
    finding = review.finding
    with db.session.no_autoflush:  # state and whoever decided reach the table together: its CHECKs want both
        event = advance(review, SECOND_REVIEW, move, places.of_second_review(finding))
        EFFECTS[move.action](review, move)
    db.session.flush()
    if move.action == "overturn" and not review.because:
        TURNS[Verdict(review.first_verdict)](finding, review.evidence, move)
    return event


def let_go(finding: Finding, move: Move) -> None:
    """Those that the point left nothing to decide of; the row says why."""
    for review in open_of(finding.id):
        if review.moved_on is not None:
            step_second_review(review, move)


def note_look(finding: Finding, viewer: Viewer, at: datetime) -> None:
    """Whoever may look at it blind has opened the point's own page, which tells the first decision: the auditor reads so."""
    for review in open_of(finding.id):
        if review.state == SecondReviewState.ASKED:
            note_opening("second_review", review.id, viewer, at)


def _second(review: SecondReview, move: Move) -> None:
    review.second_verdict, review.second_reason = SECOND_SAYS[move.action], move.note
    review.second_by, review.second_key, review.second_at = move.viewer.user_id, move.viewer.person_key, move.at


def _third(review: SecondReview, move: Move) -> None:
    review.third_reason, review.third_by, review.third_at = move.note, move.viewer.user_id, move.at
    if move.action == "overturn" and review.finding.order_archived:
        review.because = Because.ARCHIVED


def _drop(review: SecondReview, _move: Move) -> None:
    review.because = review.moved_on or ""


EFFECTS: dict[str, Callable[[SecondReview, Move], None]] = {
    "second_pass": _second,
    "second_return": _second,
    "uphold": _third,
    "overturn": _third,
    "drop": _drop,
}
TURNS: dict[Verdict, Callable[[Finding, Evidence, Move], None]] = {Verdict.PASS: unpass, Verdict.RETURN: unreturn}
