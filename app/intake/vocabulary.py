"""Vocabulary (现场操作的词汇): everything a phone can say, on one page: kind -> its shape and what it does.

Both edges speak it: the phone's own operations, and what a person at the desk accepts of the kept ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.actions.amendment import Amendment, amend_finding
from app.actions.evidence import Answer, submit_evidence
from app.actions.finding import Recorded, record_finding, step_finding
from app.actions.order import step_order
from app.actions.recheck_report import Reported, report_recheck
from app.actions.track import keep_track
from app.actions.visit import Started, finish_visit, start_visit
from app.db import db
from app.domain.finding import Sameness
from app.domain.people import Role, Viewer
from app.domain.round import RoundState, accepts_late
from app.domain.visit import VisitState
from app.intake.spoken import Done, OutOfScope, ParentMissing, Said, seen
from app.intake.town_words import ask, self_check, withdraw
from app.models import Finding, Operation, Order, Recheck, Round, Visit
from app.queries.by_id import held, maybe
from app.queries.rules import published_item
from app.schemas.evidence import EvidenceSubmit, OrderSign
from app.schemas.finding import FindingAmend, FindingHandOver, FindingRecord
from app.schemas.operation import Sent
from app.schemas.recheck import RecheckReport
from app.schemas.request import RequestMake, RequestWithdraw
from app.schemas.selfcheck import SelfCheckRecord
from app.schemas.visit import VisitFinish, VisitStart


@dataclass(frozen=True)
class Speaker:
    """Who says it and when: the time of the newest server nonce the phone had seen, and now."""

    viewer: Viewer
    not_before: datetime | None
    at: datetime


def speak(sent: Sent | Operation, speaker: Speaker) -> Done:
    """Find its word, and do what it says; whoever calls undoes all of it when it is refused."""
    word = OPERATIONS.get(sent.kind)
    if word is None:
        raise OutOfScope("kind_unknown")
    if speaker.viewer.role not in word.by:
        raise OutOfScope
    received_at = sent.received_at if isinstance(sent, Operation) else speaker.at
    payload = word.shape().load(sent.payload)
    said = Said(payload, sent.made_at, received_at, speaker.not_before, speaker.viewer, speaker.at)
    try:
        done = word.does(said)
        db.session.flush()
    except IntegrityError as error:
        raise OutOfScope("conflict") from error  # its subject is there already, from another operation
    return done


def round_spoken_of(payload: dict[str, Any]) -> UUID | None:
    """Whose round a field record belongs to, as far as its sender can see: who may look at it hangs on that."""
    named = maybe(Round, str(payload.get("round_id")))
    if named is not None:
        return named.id
    visit = maybe(Visit, str(payload.get("visit_id")))
    if visit is not None:
        return visit.round_id
    finding = maybe(Finding, str(payload.get("finding_id")))
    return finding.origin.round_id if finding is not None and finding.origin else None


def _start_visit(said: Said) -> Done:
    p = said.payload
    round_ = _my_round(p["round_id"])
    started = Started(p["visit_id"], p["town_id"], p["started_at"], p["position"], said.not_before)
    return Done(start_visit(round_, started, said.viewer, said.at), [], round_.id)


def _finish_visit(said: Said) -> Done:
    p = said.payload
    visit = _my_visit(p["visit_id"], said.viewer)
    if visit.state != VisitState.STARTED:
        raise OutOfScope("subject_closed", visit.round_id)
    looked = {d["code"]: d["looked"] for d in p["dimensions"]}
    event = finish_visit(visit, p["ended_at"], looked, said.move("finish"))
    if p["track"]:
        keep_track(visit, p["track"], said.viewer, said.at)
    return Done(event, [], visit.round_id)


def _record(said: Said) -> Done:
    p = said.payload
    visit = _my_visit(p["visit_id"], said.viewer)
    if p["town_id"] != visit.town_id or visit.state == VisitState.VOID:
        raise OutOfScope("out_of_scope", visit.round_id)
    item = published_item(visit.county_id, p["checklist_version"], p["item_code"])
    recorded = Recorded(
        finding_id=p["finding_id"],
        source=p["source"],
        quantity=p["quantity"],
        note=p["note"],
        position=p["position"],
        sameness=Sameness(p["spot"]["is_"]),
        spot_id=p["spot"]["spot_id"],
        made_at=said.made_at,
        photos=tuple(p["photos"]),
    )
    event, missing = record_finding(visit, item, recorded, said.viewer, said.at)
    return Done(event, missing, visit.round_id)


def _amend(said: Said) -> Done:
    """A point of the sender's own visit, while its round takes records."""
    p = said.payload
    finding = maybe(Finding, p["finding_id"])
    if finding is None or finding.origin is None or finding.origin.visit_id is None:
        raise ParentMissing(p["finding_id"])
    visit = _my_visit(finding.origin.visit_id, said.viewer)
    event = amend_finding(finding, finding.origin, Amendment(p["position"], p["note"]), said.move("amend"))
    return Done(event, [], visit.round_id, finding.version)


def _hand_over(said: Said) -> Done:
    finding = maybe(Finding, said.payload["finding_id"])
    if finding is None:
        raise ParentMissing(said.payload["finding_id"])
    signed = said.payload["signed"] or {}
    told = {"signed": signed.get("name"), "signature": signed.get("signature")}
    event = step_finding(finding, said.move("hand_over", **told))
    return Done(event, [], finding.origin.round_id if finding.origin else None, finding.version)


def _report(said: Said) -> Done:
    """Of a recheck that was given to the sender; one taken back meanwhile is kept for a person."""
    p = said.payload
    recheck = seen(Recheck, p["recheck_id"])
    seen_there = Reported(
        outcome=p["outcome"],
        note=p["note"],
        position=p["position"],
        made_at=said.made_at,
        received_at=said.received_at,
        photos=tuple(p["photos"]),
    )
    return Done(*report_recheck(recheck, seen_there, said.viewer, said.at), version=recheck.version)


def _sign(said: Said) -> Done:
    order = seen(Order, said.payload["order_id"])
    return Done(step_order(order, said.move("sign")), [], version=order.version)


def _submit(said: Said) -> Done:
    p = said.payload
    finding = seen(Finding, p["finding_id"])
    answer = Answer(p["evidence_id"], p["note"], said.made_at, tuple(p["photos"]), said.received_at)
    event, missing = submit_evidence(finding, answer, said.viewer, said.at)
    return Done(event, missing, version=finding.version)


def _my_round(round_id: UUID) -> Round:
    """A round the sender is on, while it still takes records; held, for its first visit puts it under way."""
    round_ = maybe(Round, round_id)
    if round_ is None:
        raise OutOfScope
    _takes_records(held(round_))
    return round_


def _takes_records(round_: Round) -> None:
    """After its release they are kept for a person."""
    if not accepts_late(RoundState(round_.state)):
        raise OutOfScope("after_release" if round_.state == RoundState.RELEASED else "subject_closed", round_.id)


def _my_visit(visit_id: UUID, viewer: Viewer) -> Visit:
    """A visit of the sender's own in such a round, both asked at once: every record asks.

    Records share a lock on the round. Its release waits for them, and they for it: else a point could come into a round
    behind the release's back, and its town would never be told of it.
    """
    asked = select(Visit, Round).join(Round, Round.id == Visit.round_id).where(Visit.id == visit_id)
    shared = asked.with_for_update(read=True, of=Round).execution_options(populate_existing=True)
    found = db.session.execute(shared).one_or_none()
    if found is None:
        raise ParentMissing(visit_id)
    visit, round_ = found
    if visit.inspector_id != viewer.user_id:
        raise OutOfScope("out_of_scope", visit.round_id)
    _takes_records(round_)
    return visit


@dataclass(frozen=True)
class Word:
    shape: type[Schema]
    by: tuple[Role, ...]
    does: Callable[[Said], Done]


FIELD, ANSWERS = (Role.INSPECTOR,), (Role.TOWN, Role.DEPARTMENT)
OPERATIONS: dict[str, Word] = {
    "visit.start": Word(VisitStart, FIELD, _start_visit),
    "visit.finish": Word(VisitFinish, FIELD, _finish_visit),
    "finding.record": Word(FindingRecord, FIELD, _record),
    "finding.amend": Word(FindingAmend, FIELD, _amend),
    "finding.hand_over": Word(FindingHandOver, FIELD, _hand_over),
    "recheck.report": Word(RecheckReport, FIELD, _report),
    "evidence.submit": Word(EvidenceSubmit, ANSWERS, _submit),
    "order.sign": Word(OrderSign, ANSWERS, _sign),
    "request.make": Word(RequestMake, ANSWERS, ask),
    "request.withdraw": Word(RequestWithdraw, ANSWERS, withdraw),
    "selfcheck.record": Word(SelfCheckRecord, (Role.TOWN,), self_check),
}
