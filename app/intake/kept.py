"""Kept operations (被保留的操作): a person accepts one, and it is carried out as its sender would have."""

from datetime import datetime
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy import select

from app import queue, receipts
from app.access import in_place_of
from app.actions.operation import resolve
from app.db import db, now, viewer
from app.domain import chance
from app.domain.kept import Resolution
from app.domain.people import SYSTEM, Viewer
from app.domain.problems import Problem
from app.intake.spoken import OutOfScope, ParentMissing
from app.intake.vocabulary import Speaker, speak
from app.models import Account, Finding, Operation
from app.queries.by_id import maybe
from app.queries.kept import arrivals_among, hashes_of
from app.schemas.operation import Sent

Key = tuple[UUID, str]  # op_id and hash: the two versions of a conflict share the id


def refusal(key: Key, decider: Viewer, secret: str) -> Problem | None:
    """Why it cannot be accepted now: tried in the sender's place, and nothing of it stays."""
    with in_place_of(sender_of(key, decider), decider):
        try:
            _carry_out(still_open(locked(key)), secret)
        except Problem as problem:
            return problem
        finally:
            db.session.rollback()
    return None


def accept(key: Key, decider: Viewer, secret: str, note: str = "") -> None:
    """Carry it out with the sender's rights and eyes, never with those of the decider; all of it or nothing, once."""
    with in_place_of(sender_of(key, decider), decider):
        operation = locked(key)
        if operation.resolution == Resolution.ACCEPTED and operation.resolved_by == decider.user_id:
            return  # the same form again: the first answer holds
        still_open(operation)
        round_id, finding_id = _carry_out(operation, secret)
        operation.round_id = round_id or operation.round_id
        became = {"finding_id": str(finding_id), "body_sha256": operation.sha256} if finding_id else {}
        resolve(operation, Resolution.ACCEPTED, decider, now(), note, **became)
        db.session.commit()
        queue.ring()


def brought(key: Key, decider: Viewer) -> frozenset[str]:
    """Hashes that it declares and its sender has brought: nobody is shown a photo for naming its hash."""
    return frozenset(arrivals_of(key, decider))


def arrivals_of(key: Key, decider: Viewer) -> dict[str, datetime]:
    """The same with when each had come."""
    with in_place_of(sender_of(key, decider), decider):
        own = select(Operation.payload).where(Operation.op_id == key[0], Operation.sha256 == key[1])
        return arrivals_among(hashes_of(db.session.scalars(own).one()))


def sender_of(key: Key, decider: Viewer) -> Viewer:
    """Who sent it, as the account stands today."""
    with in_place_of(SYSTEM, decider):
        of_sender = select(Account).join(Operation, Operation.user_id == Account.user_id)
        account = db.session.scalars(of_sender.where(Operation.op_id == key[0], Operation.sha256 == key[1])).one()
        return account.viewer


def locked(key: Key) -> Operation:
    wanted = select(Operation).where(Operation.op_id == key[0], Operation.sha256 == key[1]).with_for_update()
    return db.session.scalars(wanted).one()


def still_open(operation: Operation) -> Operation:
    if operation.resolved_at is not None:
        raise Problem("kept_decided")
    return operation


def _carry_out(operation: Operation, secret: str) -> tuple[UUID | None, UUID | None]:
    """Do what it says; what still stands against it becomes the sentence the person reads.

    Gives its round, and the id of the point that a second version became.
    """
    speaker = Speaker(viewer(), receipts.nonce_time(secret, operation.server_nonce), now())
    fresh = chance.new_id() if _is_second_version(operation) else None
    try:
        return speak(_under(fresh, operation) if fresh else operation, speaker).round_id, fresh
    except OutOfScope as refused:
        raise Problem(f"kept_{refused.reason}") from refused
    except ParentMissing as refused:
        raise Problem("kept_parent_missing") from refused
    except ValidationError as refused:
        raise Problem("kept_unreadable") from refused


def _is_second_version(operation: Operation) -> bool:
    """Of a point that its sender recorded: what is stored stays, so this can only be a point of its own."""
    if (operation.kind, operation.reason) != ("finding.record", "conflict"):
        return False
    stored = maybe(Finding, str(operation.payload.get("finding_id")))
    return stored is not None and stored.origin is not None and stored.origin.recorded_by == operation.user_id


def _under(finding_id: UUID, operation: Operation) -> Sent:
    """The same words for a point of that id; the operation itself stays as it was sent."""
    payload = {**operation.payload, "finding_id": str(finding_id)}
    first = (operation.op_id, operation.n, operation.kind, operation.made_at)
    return Sent(*first, operation.schema_version, operation.server_nonce, operation.sha256, payload)
