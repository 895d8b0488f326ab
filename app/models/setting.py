"""Settings of a region (设置), canned phrases (常用语) and the working calendar's rows (节假日、调休)."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId


class Setting(Base):
    """A county's value wins over its city's, that over the province's (decision 10)."""

    __tablename__ = "setting"

    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))


class Phrase(Base):
    __tablename__ = "phrase"
    __table_args__ = (UniqueConstraint("region_id", "text"),)

    id: Mapped[Id]
    region_id: Mapped[RegionId]
    dimension: Mapped[str | None] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]


class Holiday(Base):
    """A day that is not what its weekday says: `works` tells which way; the document says why."""

    __tablename__ = "holiday"

    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
