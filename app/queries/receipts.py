"""Receipts (回执): the caller's own, again, as they were first given."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.models import BlobHolder, Operation


def receipts_of_operations(op_ids: Sequence[UUID], user_id: UUID | None) -> list[str]:
    """Only what this person sent: those who decide on kept operations see these, but not as their own."""
    own = select(Operation.receipt).where(
        Operation.op_id.in_(op_ids), Operation.user_id == user_id, Operation.receipt.is_not(None)
    )
    return [text for text in db.session.scalars(own.order_by(Operation.op_id, Operation.received_at)) if text]


def receipts_of_photos(hashes: Sequence[str]) -> list[str]:
    return list(
        db.session.scalars(select(BlobHolder.receipt).where(BlobHolder.sha256.in_(hashes)).order_by(BlobHolder.sha256))
    )


def is_held(sha256: str) -> bool:
    """Has this person brought it? Whether anyone else has is never told."""
    return db.session.scalars(select(BlobHolder.sha256).where(BlobHolder.sha256 == sha256)).first() is not None
