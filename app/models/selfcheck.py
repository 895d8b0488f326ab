"""Self-check (自查): what a town looked at in its own streets; it counts once all of its photos have come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.domain.score.belonging import checked_at
from app.models.base import Base, Id, Json, RegionId, UserId
from app.models.photo import Photo


class SelfCheck(Base):
    """`made_at` is the phone's claim, believed after a nonce of the last days and up to the receipt."""

    __tablename__ = "self_check"
    __table_args__ = (
        Index("ix_self_check_town_id_made_at", "town_id", "made_at"),
        Index("ix_self_check_town_id_received_at", "town_id", "received_at"),
        Index("ix_self_check_waiting", "id", postgresql_where="whole_at IS NULL"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    dimension: Mapped[str | None] = mapped_column(String(8))
    item_codes: Mapped[list[str]] = mapped_column(JSONB)
    clean: Mapped[bool]  # nothing was wrong; else it has been dealt with
    note: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[Json | None]
    checked_by: Mapped[UserId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    made_at: Mapped[datetime]
    made_after: Mapped[datetime | None]  # the last server nonce the phone had seen: not before this
    received_at: Mapped[datetime]
    whole_at: Mapped[datetime | None]  # since when all of its photos are here
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin=lambda: foreign(remote(Photo.owner_id)) == SelfCheck.id, order_by=Photo.slot, viewonly=True
    )

    @property
    def checked_at(self) -> datetime:
        return checked_at(self.made_at, self.made_after, self.received_at)
