"""Spot (点): one place and item; a finding is one occurrence there (decision 21)."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Place, RegionId


class Spot(Base):
    __tablename__ = "spot"
    __table_args__ = (Index("ix_spot_point", "point", postgresql_using="gist"),)

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId] = mapped_column(index=True)
    item_code: Mapped[str] = mapped_column(String(8))
    point: Mapped[Place | None]
    confirmed_at: Mapped[datetime | None]
