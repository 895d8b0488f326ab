"""Operations (现场操作): taken in exactly once, raw, with their verdict; what cannot be applied is kept for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from app.actions import places
from app.actions.journal import Act, Place, plan, write
from app.db import db
from app.domain.kept import Resolution
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.domain.reactions import DERIVE
from app.models import Journal, Operation
from app.queries.kept import hashes_of, held_among


@dataclass(frozen=True)
class Arrival:
    """One operation as it came in: `columns` are its raw row."""

    op_id: UUID
    sha256: str
    kind: str
    columns: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Keeping:
    """Why an operation is kept for a person instead of applied."""

    reason: str
    problem: Mapping[str, object] | None = None
    waits_for: UUID | None = None
    round_id: UUID | None = None


def take_in(arrival: Arrival, viewer: Viewer, at: datetime) -> bool:
    """Store it raw; False if an operation of that id is there already. The database decides, never a look before."""
    values = {
        **arrival.columns,
        "op_id": arrival.op_id,
        "sha256": arrival.sha256,
        "kind": arrival.kind,
        "user_id": viewer.user_id,
        "role": viewer.role.value,
        "county_id": viewer.county_id,
        "town_id": viewer.town_id,
        "received_at": at,
        "verdict": "pending",
    }
    made = db.session.execute(insert(Operation).values(**values).on_conflict_do_nothing().returning(Operation.op_id))
    return made.scalar_one_or_none() is not None


def known(op_id: UUID) -> list[Operation]:
    """The caller's own operations of that id: the truth, and any conflicting twins."""
    return list(db.session.scalars(select(Operation).where(Operation.op_id == op_id)))


def settle(arrival: Arrival, verdict: str, receipt: str | None, **columns: Any) -> None:
    """Write the verdict beside the raw operation."""
    db.session.execute(
        update(Operation)
        .where(Operation.op_id == arrival.op_id, Operation.sha256 == arrival.sha256)
        .values(verdict=verdict, receipt=receipt, **columns)
        .execution_options(synchronize_session=False)
    )


def keep(arrival: Arrival, keeping: Keeping, place: Place, viewer: Viewer, at: datetime) -> Journal:
    """Journal that it was kept, where its sender may see it and nobody learns of a hidden round by it."""
    act = Act("operation.keep", arrival.op_id, {"kind": arrival.kind, "reason": keeping.reason})
    event = write(act, place, viewer, at)
    for sha256 in held_among(hashes_of(arrival.columns["payload"])):
        plan(DERIVE, sha256, at, event)  # whoever decides wants to see it, and no photo's row asks for it
    return event


def set_aside(operation: Operation, viewer: Viewer, at: datetime, note: str) -> Journal:
    """A person voids a kept operation, with a reason; it stays as it was sent."""
    db.session.refresh(operation, with_for_update=True)  # of two who decide at once, one comes second
    if operation.resolved_at is not None:
        raise Problem("kept_decided")
    if not note.strip():
        raise Problem("reason_missing", pointer="/note")
    return resolve(operation, Resolution.VOID, viewer, at, note)


def resolve(
    operation: Operation, resolution: Resolution, viewer: Viewer, at: datetime, note: str = "", **became: str
) -> Journal:
    """A person (or the parent's arrival) decides on a kept operation: accepted, void; `became` is what of it is new."""
    operation.resolved_at, operation.resolved_by, operation.resolution = at, viewer.user_id, resolution
    act = Act("operation.resolve", operation.op_id, {"resolution": resolution, "note": note, **became})
    return write(act, places.of_kept(operation), viewer, at)
