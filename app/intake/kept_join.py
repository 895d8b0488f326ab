"""Joining kept operations (并入): a person puts one into the point, or the answer, that is there already; once, and whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from app import queue
from app.actions.join import Joined, join_answer, join_record
from app.actions.operation import resolve
from app.db import db, now
from app.domain.join import Seen, answer_refusal, join_refusal
from app.domain.kept import Resolution
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.intake.kept import Key, arrivals_of, locked, sender_of, still_open
from app.intake.vocabulary import OPERATIONS
from app.models import Finding, Operation, Round
from app.queries.by_id import maybe
from app.queries.kept import uuid_in

RECORD, ANSWER = "finding.record", "evidence.submit"
JOINS = (RECORD, ANSWER)  # kinds that can go into something


@dataclass(frozen=True)
class Brought:
    """What must be asked with other eyes than the decider's: who sent it, and what of its photos has come."""

    sender: Viewer
    arrivals: dict[str, datetime]


def brought_with(key: Key, decider: Viewer) -> Brought:
    """First of all: asking it ends the session, and what was loaded in it."""
    return Brought(sender_of(key, decider), arrivals_of(key, decider))


def seen_in(operation: Operation) -> Seen:
    round_ = maybe(Round, operation.round_id) if operation.round_id else None
    town_id, item = uuid_in(operation.payload, "town_id"), operation.payload.get("item_code")
    released = round_ is not None and round_.released_at is not None
    return Seen(town_id, str(item), operation.made_at, operation.round_id, released)


def round_of(finding: Finding | None) -> Any:
    return finding.origin.round_id if finding is not None and finding.origin else None


def join(key: Key, finding_id: str | None, decider: Viewer) -> None:
    """As the decider, who must see both; the same form again finds it done."""
    brought = brought_with(key, decider)
    operation = locked(key)
    if operation.resolution == Resolution.JOINED and operation.resolved_by == decider.user_id:
        return
    still_open(operation)
    if operation.kind in JOINS and brought.sender.role not in OPERATIONS[operation.kind].by:
        raise Problem("kept_out_of_scope")  # a town's phone can say that it found a point, and has found none
    finding = _joined(operation, finding_id, brought, decider)
    became = {"finding_id": str(finding.id), "body_sha256": operation.sha256}
    resolve(operation, Resolution.JOINED, decider, now(), **became)
    db.session.commit()
    queue.ring()


def _joined(operation: Operation, finding_id: str | None, brought: Brought, decider: Viewer) -> Finding:
    if operation.kind == RECORD:
        return _record(operation, finding_id, brought, decider)
    if operation.kind == ANSWER:
        return _answer(operation, brought, decider)
    raise Problem("join_unknown", pointer="/finding_id")


def _record(operation: Operation, finding_id: str | None, brought: Brought, decider: Viewer) -> Finding:
    finding = maybe(Finding, finding_id or "")
    refused = join_refusal(seen_in(operation), finding, round_of(finding))
    if finding is None or refused is not None:
        raise refused or AssertionError("refused without a reason")
    join_record(finding, _what(operation, brought), decider, now())
    return finding


def _answer(operation: Operation, brought: Brought, decider: Viewer) -> Finding:
    finding = maybe(Finding, str(operation.payload.get("finding_id")))
    answer = finding.under_review if finding is not None else None
    refused = answer_refusal(answer, brought.sender, decider)
    if finding is None or answer is None or refused is not None:
        raise refused or AssertionError("refused without a reason")
    join_answer(answer, finding, _what(operation, brought), decider, now())
    return finding


def _what(operation: Operation, brought: Brought) -> Joined:
    """By the shape of its kind: whatever cannot be read cannot go in."""
    try:
        said = OPERATIONS[operation.kind].shape().load(operation.payload)
    except ValidationError as refused:
        raise Problem("kept_unreadable") from refused
    return Joined(said["note"], said["photos"], brought.arrivals)
