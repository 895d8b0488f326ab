"""Photo mask (遮盖): what is covered of a photo, drawn by hand; rows are added, never changed, and the newest counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId


class PhotoMask(Base):
    """Seen by all who see the photo, so neither who drew it nor why is here: the journal tells that to the office."""

    __tablename__ = "photo_mask"
    __table_args__ = (
        UniqueConstraint("photo_id", "n"),
        CheckConstraint("reach IN ('published', 'everywhere')", name="mask_reach"),
        Index("ix_photo_mask_sha256", "sha256"),
    )

    id: Mapped[Id]
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"))
    county_id: Mapped[RegionId]
    sha256: Mapped[str] = mapped_column(String(64))  # of the photo: hidden wherever the same bytes are seen
    n: Mapped[int]  # counts a photo's own from 1
    reach: Mapped[str] = mapped_column(String(12))
    boxes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)  # none: nothing is covered any more
    made_at: Mapped[datetime]
