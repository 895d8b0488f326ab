"""Operation (现场操作): everything a phone sent, raw, with its verdict; a unique index makes it happen once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, UserId


class Operation(Base):
    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_open", "county_id", postgresql_where="verdict = 'kept' AND resolved_at IS NULL"),
        Index("ix_operation_track", "county_id", "received_at", postgresql_where="payload ? 'track'"),
        Index("one_truth_per_op_id", "op_id", unique=True, postgresql_where="reason IS DISTINCT FROM 'conflict'"),
    )

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UserId]
    role: Mapped[str] = mapped_column(String(16))
    county_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"), index=True)
    device_id: Mapped[UUID]
    n: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    schema_version: Mapped[int]
    server_nonce: Mapped[str | None] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # same id, other body: both stay
    payload: Mapped[Json]
    received_at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(48))
    problem: Mapped[dict[str, object] | None] = mapped_column(JSONB)
    receipt: Mapped[str | None] = mapped_column(Text)
    waits_for: Mapped[UUID | None] = mapped_column(index=True)
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    resolution: Mapped[str | None] = mapped_column(String(16))
