"""Public listing (公示): what of an order under listed supervision is for everybody to read, and nothing else of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, RegionId


class PublicListing(Base):
    """Made when an order is listed, kept in step with its points; in a table of its own, so that no page must leave anything out."""

    __tablename__ = "public_listing"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (result IS NULL)", name="ended_has_result"),
        Index("one_open_listing", "order_id", unique=True, postgresql_where="ended_at IS NULL"),
        Index("ix_public_listing_county_id_listed_at", "county_id", "listed_at"),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_order.id"))
    county_id: Mapped[RegionId]
    number: Mapped[str] = mapped_column(String(64))
    town: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(500))
    leader: Mapped[str] = mapped_column(String(40))
    listed_at: Mapped[datetime]
    points: Mapped[int]
    closed: Mapped[int]
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(8))
