"""Warning (督导预警): since when a point or an order is blue, yellow or red, and why; `warning` itself is Python's word."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId


class SupervisionWarning(Base):
    """At most one open row per subject and reason; what is over keeps its row with the moment it ended."""

    __tablename__ = "supervision_warning"
    __table_args__ = (
        Index(
            "uq_supervision_warning_open", "subject_id", "reason", unique=True, postgresql_where="cleared_at IS NULL"
        ),
        Index("ix_supervision_warning_town_id_open", "town_id", postgresql_where="cleared_at IS NULL"),
        Index("ix_supervision_warning_county_id_raised_at", "county_id", "raised_at"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))  # the department or firm that answers instead
    noun: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(16))
    colour: Mapped[str] = mapped_column(String(8))
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
