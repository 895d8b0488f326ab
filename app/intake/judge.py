"""Judge (收操作): one operation, one transaction, one verdict: applied, repeated, kept or refused (decision 34)."""

import json
from collections import deque
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785
from flask import current_app
from marshmallow import ValidationError
from sqlalchemy import select

from app import queue, receipts
from app.actions import places
from app.actions.operation import Arrival, Keeping, keep, known, settle, take_in
from app.db import db, now, viewer
from app.domain.people import Role
from app.domain.problems import Problem
from app.errors import pointers
from app.intake.spoken import Done, OutOfScope, ParentMissing
from app.intake.vocabulary import Speaker, round_spoken_of, speak
from app.models import BlobHolder, Journal, Operation
from app.schemas.operation import NEWEST_SCHEMA, OperationIn, Sent
from app.texts import say, sentence

Verdict = dict[str, Any]
# What others may wait for, by its id.
PARENTS = {"visit.start": "visit_id", "finding.record": "finding_id", "request.make": "request_id"}


def judge_all(raw: Sequence[dict[str, Any]], device_id: UUID, revoked: bool) -> list[Verdict]:
    """One verdict each, in order. All are read before the first is stored: changed bytes come again as a whole."""
    read = [_read(each) for each in raw]
    return [judge(item, device_id, revoked) if isinstance(item, Sent) else item for item in read]


def _read(raw: dict[str, Any]) -> Sent | Verdict:
    """The operation, or its refusal. Bytes changed on the way are the envelope's fault: it is sent again."""
    try:
        sent: Sent = OperationIn().load(raw)
        digest = sha256(rfc8785.dumps(sent.payload)).hexdigest()
    except ValidationError as error:
        return refused(str(raw.get("op_id", "")), error.messages)
    except rfc8785.CanonicalizationError:
        return refused(str(raw.get("op_id", "")), {"payload": ["not canonical"]})
    if digest != sent.sha256:
        raise Problem("hash_mismatch")
    return sent


def judge(sent: Sent, device_id: UUID, revoked: bool) -> Verdict:
    """Stored raw first, so that the database decides what is new; then applied, or kept with its reason.

    As whoever is looking; `revoked`: this phone may no longer speak for them.
    """
    arrival = _arrival(sent, device_id)
    if not take_in(arrival, viewer(), now()):
        return _seen_before(arrival)
    try:
        done = apply(sent, revoked)
        waiting = _children(sent)  # asked in this transaction: most records have none
        verdict = _answer(arrival, "applied", done.event, done.missing, round_id=done.round_id)
    except ValidationError as error:
        db.session.rollback()
        if sent.schema_version == NEWEST_SCHEMA:
            return refused(str(sent.op_id), error.messages)
        return _kept(arrival, Keeping("old_schema"))
    except (OutOfScope, ParentMissing, Problem) as refusal:
        db.session.rollback()
        return _kept(arrival, why(refusal))
    apply_waiting(waiting, revoked)
    return {**verdict, "version": done.version}


def apply(sent: Sent | Operation, revoked: bool) -> Done:
    """Do what it says, unless the phone's grant was revoked."""
    if revoked:
        raise OutOfScope("grant_revoked")
    not_before = receipts.nonce_time(current_app.config["SECRET_KEY"], sent.server_nonce)
    return speak(sent, Speaker(viewer(), not_before, now()))


def why(refusal: OutOfScope | ParentMissing | Problem) -> Keeping:
    """The reason a person will read beside the kept operation."""
    if isinstance(refusal, ParentMissing):
        return Keeping("waits_for_parent", waits_for=refusal.parent_id)
    if isinstance(refusal, OutOfScope):
        return Keeping(refusal.reason, round_id=refusal.round_id)
    problem = {"type": refusal.code, "detail": sentence(refusal, current_app.config["LANGUAGE"])}
    return Keeping(refusal.code, problem)


def refused(op_id: str, messages: Any) -> Verdict:
    """Malformed beyond any version: no receipt, the phone holds on to it."""
    detail = say("p.shape", current_app.config["LANGUAGE"])
    return {
        "op_id": op_id,
        "verdict": "refused",
        "problem": {"type": "shape", "detail": detail, "errors": pointers(messages)},
    }


def apply_waiting(operations: list[Operation], revoked: bool) -> None:
    """What came before its parent is applied now, each in a transaction of its own (sync: order is free).

    Each may be the parent of others in its turn.
    """
    left = deque(operations)
    while left:
        waiting = left.popleft()
        try:
            done = apply(waiting, revoked)
            children = _children(waiting)
            waiting.resolved_at, waiting.resolution, waiting.round_id = now(), "applied", done.round_id
            db.session.commit()
            left += children
        except (OutOfScope, ParentMissing, Problem):
            db.session.rollback()  # stays kept, for a person
        queue.ring()


def _children(parent: Sent | Operation) -> list[Operation]:
    """The sender's operations that were kept because this one had not come."""
    if parent.kind not in PARENTS:
        return []
    born = parent.payload[PARENTS[parent.kind]]
    waiting = select(Operation).where(
        Operation.waits_for == born, Operation.user_id == viewer().user_id, Operation.resolved_at.is_(None)
    )
    return list(db.session.scalars(waiting.order_by(Operation.n)))


def _arrival(sent: Sent, device_id: UUID) -> Arrival:
    columns = {
        "device_id": device_id,
        "n": sent.n,
        "made_at": sent.made_at,
        "schema_version": sent.schema_version,
        "server_nonce": sent.server_nonce,
        "payload": sent.payload,
    }
    return Arrival(sent.op_id, sent.sha256, sent.kind, columns)


def _answer(arrival: Arrival, verdict: str, event: Journal, missing: list[str], **columns: Any) -> Verdict:
    """Write the receipt beside the operation, commit, ring; only then there is an answer."""
    receipt = _receipt(arrival, event)
    settle(arrival, verdict, receipt, **columns)
    db.session.commit()
    queue.ring()
    return {"op_id": str(arrival.op_id), "verdict": verdict, "receipt": json.loads(receipt), "missing": missing}


def _receipt(arrival: Arrival, event: Journal) -> str:
    secret = current_app.config["SECRET_KEY"]
    return receipts.receipt(secret, event, op_id=str(arrival.op_id), body_sha256=arrival.sha256)


def _kept(arrival: Arrival, keeping: Keeping) -> Verdict:
    """Refused is not dropped: stored with its reason in a transaction of its own, with a receipt."""
    if not take_in(arrival, viewer(), now()):
        return _seen_before(arrival)
    return _keep(arrival, keeping)


def _keep(arrival: Arrival, keeping: Keeping) -> Verdict:
    sender, at = viewer(), now()
    place = places.of_own_town(sender) if sender.role is Role.TOWN else places.of_user(sender)
    event = keep(arrival, keeping, place, sender, at)
    problem = keeping.problem or {
        "type": keeping.reason,
        "detail": say(f"p.kept.{keeping.reason}", current_app.config["LANGUAGE"]),
    }
    round_id = keeping.round_id or _round_of(arrival)
    columns = {"reason": keeping.reason, "problem": problem, "waits_for": keeping.waits_for, "round_id": round_id}
    return {**_answer(arrival, "kept", event, _missing(arrival.columns["payload"]), **columns), "problem": problem}


def _round_of(arrival: Arrival) -> UUID | None:
    return round_spoken_of(arrival.columns["payload"]) if viewer().role is Role.INSPECTOR else None


def _seen_before(arrival: Arrival) -> Verdict:
    """The same bytes get the first receipt again; other bytes under the same id are kept beside the first."""
    same = next((t for t in known(arrival.op_id) if t.sha256 == arrival.sha256), None)
    if same is None:
        return _conflict(arrival)
    again = "kept" if same.verdict == "kept" else "repeated"
    receipt = json.loads(same.receipt or "{}")
    answer = {"op_id": str(arrival.op_id), "verdict": again, "receipt": receipt, "missing": _missing(same.payload)}
    problem = same.problem
    db.session.commit()
    return {**answer, "problem": problem} if problem else answer


def _conflict(arrival: Arrival) -> Verdict:
    twin = Arrival(arrival.op_id, arrival.sha256, arrival.kind, {**arrival.columns, "reason": "conflict"})
    if not take_in(twin, viewer(), now()):
        db.session.rollback()
        return refused(str(arrival.op_id), {"op_id": ["taken"]})
    return _keep(twin, Keeping("conflict"))


def _missing(payload: dict[str, Any]) -> list[str]:
    """Which of the declared photos the sender has not brought yet."""
    photos = payload.get("photos")
    declared = [p.get("sha256") for p in photos if isinstance(p, dict)] if isinstance(photos, list) else []
    held = set(db.session.scalars(select(BlobHolder.sha256).where(BlobHolder.sha256.in_(declared))))
    return [h for h in dict.fromkeys(declared) if isinstance(h, str) and h not in held]
