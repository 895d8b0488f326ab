"""Evidence pack (证据包): who asked for which, whether it lies there, and the hash that stands for all of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId, UserId


class Pack(Base):
    """The bytes lie in the photo store until `ends_at`; the row stays, so that a copy can be known again by its hash."""

    __tablename__ = "pack"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (manifest_sha256 IS NULL)", name="made_pack_has_manifest"),
        Index("ix_pack_asked_by_asked_at", "asked_by", "asked_at"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    of: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[UUID]  # of an order, or of a town
    month: Mapped[date | None]
    title: Mapped[str] = mapped_column(String(160))
    asked_by: Mapped[UserId]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    photos: Mapped[int | None]
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    manifest_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
