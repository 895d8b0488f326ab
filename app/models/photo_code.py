"""Photo code (验真码): the code of a photo, and what the public page says to it; it says nothing before `told_at`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, RegionId


class PhotoCode(Base):
    """All the public page tells stands in this row, so that one look by the code is all it ever asks."""

    __tablename__ = "photo_code"
    __table_args__ = (CheckConstraint("(told_at IS NULL) = (time_says IS NULL)", name="told_says_time"),)

    code: Mapped[str] = mapped_column(String(14), primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"), unique=True)
    town_id: Mapped[RegionId]
    taken_at: Mapped[datetime]
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # since when there is a stamped copy that shows it
    time_says: Mapped[str | None] = mapped_column(String(8))
