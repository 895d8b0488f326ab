"""Kept operations (被保留的操作) to read: what waits for a person, what became of the rest, and what each speaks of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from app.db import db
from app.domain.kept import REASONS, RULE, Resolution
from app.domain.problems import Problem, not_found
from app.models import BlobHolder, Journal, Operation, Photo, Unit, User
from app.queries.by_id import uuid_or_none

KEPT = "kept"


def page_of_kept(wanted: dict[str, Any]) -> list[Operation]:
    """One page, the longest waiting first; one row more than `limit` tells that there is a next one."""
    statement = _filtered(wanted)
    if wanted.get("after"):
        statement = statement.where(
            tuple_(Operation.received_at, Operation.op_id) > tuple_(*_place_of(wanted["after"]))
        )
    return list(
        db.session.scalars(statement.order_by(Operation.received_at, Operation.op_id).limit(wanted["limit"] + 1))
    )


def count_of_kept(wanted: dict[str, Any]) -> int:
    inner = _filtered(wanted).with_only_columns(Operation.op_id, Operation.sha256).subquery()
    return db.session.scalars(select(func.count()).select_from(inner)).one()


def _filtered(wanted: dict[str, Any]) -> Select[Operation]:
    states = {
        "waiting": Operation.resolved_at.is_(None),
        "accepted": Operation.resolution.in_((Resolution.ACCEPTED, Resolution.APPLIED)),
        "joined": Operation.resolution == Resolution.JOINED,
        "voided": Operation.resolution == Resolution.VOID,
    }
    kept = select(Operation).where(Operation.verdict == KEPT, states[wanted["state"]])
    because = wanted.get("because")
    if because == RULE:
        return kept.where(Operation.reason.not_in(REASONS))
    return kept.where(Operation.reason == because) if because else kept


def keys_of_kept(wanted: dict[str, Any], until: datetime, most: int) -> list[tuple[UUID, str]]:
    """Those of the filter that had come by then, the longest waiting first: what came later nobody has looked at."""
    before = _filtered(wanted).where(Operation.received_at <= until)
    oldest = before.order_by(Operation.received_at, Operation.op_id).limit(most)
    return [(it.op_id, it.sha256) for it in db.session.scalars(oldest)]


def kept_key(text: str) -> tuple[UUID, str] | None:
    """`<op_id>:<beginning of its hash>` of one that the viewer sees."""
    raw_id, _, version = text.partition(":")
    try:
        row = kept_one(raw_id, version)
    except Problem:
        return None
    return row.op_id, row.sha256


def _place_of(after: UUID) -> tuple[object, object]:
    rows = db.session.scalars(select(Operation).where(Operation.op_id == after, Operation.verdict == KEPT)).all()
    if not rows:
        raise Problem("filter_unknown", pointer="/after", name="after")
    return max(row.received_at for row in rows), after


def kept_one(raw_id: str, version: str | None) -> Operation:
    """By its id; where two versions of one id are kept, `version` begins the hash of the one that is meant."""
    key = uuid_or_none(raw_id)
    if key is None:
        raise not_found()
    kept = select(Operation).where(Operation.op_id == key, Operation.verdict == KEPT)
    rows = [row for row in db.session.scalars(kept) if row.sha256.startswith(version or "")]
    if not rows:
        raise not_found()
    return min(rows, key=lambda row: (row.resolved_at is not None, row.received_at))


def twin_of(operation: Operation) -> Operation | None:
    """The other version under the same id."""
    others = select(Operation).where(Operation.op_id == operation.op_id, Operation.sha256 != operation.sha256)
    return db.session.scalars(others.order_by(Operation.received_at)).first()


def recorded_as(operation: Operation) -> str | None:
    """The id of the point that a second version became: the decision's journal row points to it."""
    told = select(Journal.body).where(Journal.subject_id == operation.op_id, Journal.act == "operation.resolve")
    bodies = db.session.scalars(told.where(Journal.body["body_sha256"].astext == operation.sha256))
    return next((str(body["finding_id"]) for body in bodies), None)


def names_of(user_ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """(name, unit) of those people whom the viewer may see."""
    people = select(User.id, User.name, Unit.name).join(Unit, Unit.id == User.unit_id).where(User.id.in_(user_ids))
    return {user_id: (name, unit) for user_id, name, unit in db.session.execute(people)}


def photos_with(hashes: Sequence[str]) -> dict[str, Photo]:
    """Photos of those hashes that already belong to something the viewer sees."""
    rows = db.session.scalars(select(Photo).where(Photo.sha256.in_(hashes)).order_by(Photo.id))
    return {row.sha256: row for row in rows}


def declared_in(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The photos it names, as far as they can be read: nobody has looked at a kept payload before."""
    photos = payload.get("photos")
    return [it for it in photos if isinstance(it, dict)] if isinstance(photos, list) else []


def hashes_of(payload: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(str(it.get("sha256")) for it in declared_in(payload)))


def uuid_in(payload: dict[str, Any], name: str) -> UUID | None:
    """An id that it names, if that can be read."""
    return uuid_or_none(str(payload.get(name)))


def held_among(hashes: Sequence[str]) -> list[str]:
    """Those whose bytes the viewer has brought."""
    return list(db.session.scalars(select(BlobHolder.sha256).where(BlobHolder.sha256.in_(hashes))))


def arrivals_among(hashes: Sequence[str]) -> dict[str, datetime]:
    """When the viewer brought the bytes of each."""
    rows = select(BlobHolder.sha256, BlobHolder.received_at).where(BlobHolder.sha256.in_(hashes))
    return {row.sha256: row.received_at for row in db.session.execute(rows)}


def waits_in_a_kept_one(sha256: str) -> bool:
    """Whether a record that waits for a person declares the photo, and its sender has brought it."""
    waiting = select(Operation.op_id).join(BlobHolder, BlobHolder.user_id == Operation.user_id)
    names_it = Operation.payload.contains({"photos": [{"sha256": sha256}]})
    open_ = (Operation.verdict == KEPT, Operation.resolved_at.is_(None))
    return db.session.scalars(waiting.where(*open_, names_it, BlobHolder.sha256 == sha256).limit(1)).first() is not None
