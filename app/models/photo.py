"""Photo (照片): a write-once slot of a finding, evidence, visit, request or self-check; what the phone claims of it lies apart (decision 4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Json, RegionId


class Photo(Base):
    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("owner_id", "slot"),
        Index("ix_photo_sha256", "sha256"),
        Index("ix_photo_waiting", "sha256", postgresql_where="arrived_at IS NULL"),
        Index("ix_photo_unstamped", "owner_id", postgresql_where="derived_at IS NOT NULL AND stamped_at IS NULL"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    owner_kind: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[UUID]
    slot: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    arrived_at: Mapped[datetime | None]  # its bytes are stored
    derived_at: Mapped[datetime | None]  # its small pictures are ready to be shown
    stamped_at: Mapped[datetime | None]  # its copy with the stamp is ready
    stamped_digest: Mapped[str | None] = mapped_column(String(64))  # what that copy must hash to
    stamped_with: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))  # ids of the masks on that copy
    trouble: Mapped[str | None] = mapped_column(String(32))  # why it could not be opened
    marks: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))  # over the untouched picture
    claim: Mapped["PhotoClaim | None"] = relationship(back_populates="photo")


class PhotoClaim(Base):
    """Said by the phone, raw; nothing here is proven, and no town sees it of a foreign photo."""

    __tablename__ = "photo_claim"

    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(8))
    position: Mapped[Json | None]
    direction: Mapped[float | None]
    original_sha256: Mapped[str] = mapped_column(String(64), index=True)
    original_bytes: Mapped[int]
    metadata_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    exif: Mapped[Json]
    server_nonce: Mapped[str | None] = mapped_column(String(120))  # the newest answer it had seen; signed by us
    photo: Mapped[Photo] = relationship(back_populates="claim")
