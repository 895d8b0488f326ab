"""Visit (现场检查): who was where, and what was looked at; a town never sees these rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Json, RegionId, Stateful, UserId
from app.models.region import Region


class Visit(Stateful, Base):
    """`started_at`/`ended_at` are the phone's claims; `received_at` is the server's (decision 27)."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("state <> 'finished' OR finished_at IS NOT NULL", name="finished_has_time"),
        Index("ix_visit_town_id_started_at", "town_id", "started_at"),
        Index("ix_visit_town_id_received_at", "town_id", "received_at"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), index=True)
    town_id: Mapped[RegionId] = mapped_column(index=True)
    inspector_id: Mapped[UserId]
    started_at: Mapped[datetime]
    started_after: Mapped[datetime | None]  # the last server nonce the phone had seen: not before this
    ended_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    position: Mapped[Json | None]

    dimensions: Mapped[list["VisitDimension"]] = relationship(order_by="VisitDimension.code")
    town: Mapped[Region] = relationship(foreign_keys="Visit.town_id")


class VisitDimension(Base):
    __tablename__ = "visit_dimension"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    looked: Mapped[str] = mapped_column(String(16))
