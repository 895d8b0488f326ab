"""Region (行政区划): province, city, county, town; and the tags that group them (片区、样板镇 …)."""

from datetime import date
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Place, RegionId


class Region(Base):
    """A code is no identity: the two national systems differ, so code, system and validity stand together."""

    __tablename__ = "region"
    __table_args__ = (UniqueConstraint("code_system", "code"),)

    id: Mapped[Id]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    level: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str | None] = mapped_column(String(8))  # 镇 | 乡 | 街道
    initials: Mapped[str] = mapped_column(String(32), default="")
    code: Mapped[str] = mapped_column(String(12))
    code_system: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    county_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)  # itself for a county
    point: Mapped[Place | None]
    outline: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))


class RegionTag(Base):
    """Town kinds, clusters, sample towns, ranking groups: a tag with its time and its document (decision 11)."""

    __tablename__ = "region_tag"
    __table_args__ = (UniqueConstraint("region_id", "tag", "valid_from"),)

    id: Mapped[Id]
    region_id: Mapped[RegionId]
    tag: Mapped[str] = mapped_column(String(64), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(200), default="")
