"""Request (申请): a town's or department's wish about one point; named TownRequest, for flask has a `request`."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.models.base import Base, Id, RegionId, Stateful, UserId
from app.models.photo import Photo

if TYPE_CHECKING:
    from app.models.finding import Finding


class TownRequest(Stateful, Base):
    """`made_at` is the phone's claim, `asked_at` the server's receipt; asking changes nothing about the point."""

    __tablename__ = "town_request"
    __table_args__ = (
        CheckConstraint("kind = 'dispute' OR until IS NOT NULL", name="request_has_day"),
        CheckConstraint("(state IN ('granted', 'refused')) = (answered_at IS NOT NULL)", name="answered_has_time"),
        Index("uq_town_request_open", "finding_id", "kind", unique=True, postgresql_where="state = 'asked'"),
    )

    id: Mapped[Id]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500))
    until: Mapped[date | None]
    unit_name: Mapped[str] = mapped_column(String(80), default="")  # who the town thinks is responsible
    asked_by: Mapped[UserId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    made_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None]
    granted_until: Mapped[date | None]  # the office may give less than was asked for

    finding: Mapped["Finding"] = relationship(back_populates="requests")
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin=lambda: foreign(remote(Photo.owner_id)) == TownRequest.id, order_by=Photo.slot, viewonly=True
    )
