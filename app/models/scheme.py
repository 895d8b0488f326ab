"""Scheme (评分办法) and time grades (时限等级): versioned rules as data, labelled 默认方案 until a county sets its own."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Json, RegionId


class Scheme(Base):
    __tablename__ = "scheme"
    __table_args__ = (
        UniqueConstraint("region_id", "version"),
        CheckConstraint("extract(day from valid_from) = 1", name="scheme_starts_on_the_first"),
    )

    id: Mapped[Id]
    region_id: Mapped[RegionId]
    version: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(String(64))
    rules: Mapped[Json]
    valid_from: Mapped[date]


class TimeGrade(Base):
    __tablename__ = "time_grade"

    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(16))
    limit_kind: Mapped[str] = mapped_column(String(16))
    limit_value: Mapped[int]
    meaning: Mapped[str] = mapped_column(String(120), default="")
