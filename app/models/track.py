"""Track (路线): one row a visit; what the phone said of its way. Never a town's, thinned and deleted by rule (decision 24)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.track import Fix
from app.models.base import Base, RegionId


class Track(Base):
    """`points`: [{at, lon, lat, accuracy_m}], WGS-84. A line would lose the times and how well each place was known."""

    __tablename__ = "track"
    __table_args__ = (Index("ix_track_county_id_received_at", "county_id", "received_at"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    county_id: Mapped[RegionId]
    received_at: Mapped[datetime]
    points: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    length_m: Mapped[int]
    stays: Mapped[int]
    stayed: Mapped[timedelta]
    thinned_at: Mapped[datetime | None]

    @property
    def fixes(self) -> list[Fix]:
        return [Fix(**{**point, "at": datetime.fromisoformat(point["at"])}) for point in self.points]

    @fixes.setter
    def fixes(self, fixes: list[Fix]) -> None:
        self.points = [{**vars(fix), "at": fix.at.isoformat()} for fix in fixes]
