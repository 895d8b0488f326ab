"""Order copy (抄送): a unit that gets a copy of an order, and the paper as it was when the order was issued."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, RegionId
from app.models.unit import Unit


class OrderCopy(Base):
    """Until the issue only the office knows of it; what is read afterwards is the paper, never the case."""

    __tablename__ = "order_copy"
    __table_args__ = (
        UniqueConstraint("order_id", "unit_id"),
        CheckConstraint("(sent_at IS NULL) = (paper IS NULL)", name="sent_has_paper"),
        Index("ix_order_copy_unit_id", "unit_id", "sent_at"),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_order.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    county_id: Mapped[RegionId]
    sent_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]  # its order was made void
    paper: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    unit: Mapped[Unit] = relationship()
