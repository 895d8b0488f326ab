"""Checklist (检查清单): a published version is never edited; a round keeps the version it was planned with."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, RegionId


class Checklist(Base):
    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("region_id", "version"),)

    id: Mapped[Id]
    region_id: Mapped[RegionId]
    version: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(String(64))  # 默认方案 第1版
    published_at: Mapped[datetime | None]
    items: Mapped[list["ChecklistItem"]] = relationship(order_by="ChecklistItem.code", back_populates="checklist")
    dimensions: Mapped[list["Dimension"]] = relationship(order_by="Dimension.position")


class ChecklistItem(Base):
    """One problem one can find, with what it costs, how grave it is and how fast it must be put right."""

    __tablename__ = "checklist_item"

    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklist.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(4))
    problem: Mapped[str] = mapped_column(String(80))
    standard: Mapped[str] = mapped_column(String(120))
    done_when: Mapped[str] = mapped_column(String(120))
    deduction: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    unit: Mapped[str] = mapped_column(String(8))
    cap: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    severity: Mapped[str] = mapped_column(String(16))
    time_grade: Mapped[str] = mapped_column(String(4))
    red_line: Mapped[bool]
    limit_kind: Mapped[str | None] = mapped_column(String(16))
    limit_value: Mapped[int | None]
    merge_radius_m: Mapped[int]
    initials: Mapped[str] = mapped_column(String(64), default="")
    checklist: Mapped[Checklist] = relationship(back_populates="items")

    @property
    def checklist_version(self) -> str:
        return self.checklist.version


class Dimension(Base):
    """A dimension (检查维度) of a checklist version: code and name; its full marks belong to the scheme."""

    __tablename__ = "dimension"

    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklist.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
