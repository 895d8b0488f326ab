"""Approval (双人复核): which act on which subject was asked for, by whom, and what another person said to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Json, RegionId, Stateful, UserId


class Approval(Stateful, Base):
    """At most one waits for an act on a subject; the act itself is journaled when the second person makes it."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("decided_by IS DISTINCT FROM asked_by OR state = 'withdrawn'", name="second_is_another"),
        Index("uq_approval_open", "subject_id", "action", unique=True, postgresql_where="state = 'asked'"),
        Index("ix_approval_county_id_asked_at", "county_id", "asked_at"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    noun: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(String(500))
    choices: Mapped[Json]  # what was chosen along with it, such as who answers for a listed order
    asked_by: Mapped[UserId]
    person_key: Mapped[str | None] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(String(500), default="")
