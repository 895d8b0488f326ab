"""Supervision order (督办单): the numbered document, and the counter its number comes from."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.deadline import sign_by
from app.domain.finding import TYPE_OF, FindingState, StateType
from app.domain.order import number_text
from app.models.base import Base, Id, RegionId, Stateful, UserId
from app.models.region import Region
from app.models.unit import Unit

if TYPE_CHECKING:
    from app.models.finding import Finding
    from app.models.order_copy import OrderCopy


class Order(Stateful, Base):
    """The number is allotted at issue and stays used when the order is void."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        UniqueConstraint("county_id", "word", "year", "seq"),
        CheckConstraint("(seq IS NULL) = (issued_at IS NULL)", name="issued_has_number"),
        CheckConstraint("(state IN ('closed', 'archived')) = (closed_at IS NOT NULL)", name="closed_order_has_time"),
        Index("ix_supervision_order_town_id_issued_at", "town_id", "issued_at"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId] = mapped_column(index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))  # who must answer
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(16))
    word: Mapped[str | None] = mapped_column(String(16))
    year: Mapped[int | None]
    seq: Mapped[int | None]
    drafted_by: Mapped[UserId]
    issued_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]  # 挂牌督办: since when, with which public words, and who answers for it
    listed_for: Mapped[str] = mapped_column(String(500), default="")
    leader: Mapped[str] = mapped_column(String(40), default="")
    removal_asked_at: Mapped[datetime | None]  # 申请摘牌
    urged_at: Mapped[datetime | None]  # 催办: when last, and with which words
    urged_for: Mapped[str] = mapped_column(String(500), default="")

    town: Mapped[Region] = relationship(foreign_keys="Order.town_id")
    unit: Mapped[Unit] = relationship(foreign_keys="Order.unit_id")
    issuer: Mapped[Unit] = relationship(foreign_keys="Order.issuer_id")
    findings: Mapped[list["Finding"]] = relationship(back_populates="order", order_by="Finding.item_code")
    copies: Mapped[list["OrderCopy"]] = relationship(order_by="OrderCopy.unit_id")

    @property
    def number(self) -> str | None:
        if self.word is None or self.year is None or self.seq is None:
            return None
        return number_text(self.word, self.year, self.seq)

    @property
    def sign_by(self) -> datetime | None:
        return None if self.issued_at is None else sign_by(self.issued_at)

    @property
    def point_count(self) -> int:
        """Those there is anything to do about: an order of void points alone could never close."""
        return sum(f.state != FindingState.VOID for f in self.findings)

    @property
    def points_undisclosed(self) -> int:
        return sum(f.disclosed_at is None for f in self.findings)

    @property
    def points_open(self) -> int:
        return sum(TYPE_OF[FindingState(f.state)] not in {StateType.DONE, StateType.OUT} for f in self.findings)


class OrderNumber(Base):
    """The last number used under a word in a year; taken under lock, so numbers have no gap and no twin."""

    __tablename__ = "order_number"

    county_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
