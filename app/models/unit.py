"""Unit (单位): office, town, department, firm or team of one region; people belong to one."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId


class Unit(Base):
    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("region_id", "name"),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    region_id: Mapped[RegionId] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(64))
    contact: Mapped[str] = mapped_column(String(120), default="")  # printed on papers, never a person's own


class UnitAlias(Base):
    """Other names a unit goes by in papers (单位别名)."""

    __tablename__ = "unit_alias"

    alias: Mapped[str] = mapped_column(String(64), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
