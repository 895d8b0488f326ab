"""Score (长效管理得分) of one town and month, its stored lines, and what people enter for it (填报)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Json, RegionId, UserId


class Score(Base):
    """Never updated: a recompute adds a row, the newest counts (decision 31)."""

    __tablename__ = "score"
    __table_args__ = (Index("ix_score_town_id_month_computed_at", "town_id", "month", "computed_at"),)

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    month: Mapped[date]  # its first day
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("scheme.id"))
    value: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))  # None: 未检查
    band: Mapped[str | None] = mapped_column(String(16))
    figures: Mapped[Json]  # exact intermediate values "a/b", by name
    facts_hash: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(32))
    computed_at: Mapped[datetime]
    lines: Mapped[list["ScoreLine"]] = relationship(order_by="ScoreLine.position")


class ScoreLine(Base):
    """One step of the sum as an exact rational; all lines together are the value. The page shows, never computes."""

    __tablename__ = "score_line"

    score_id: Mapped[UUID] = mapped_column(ForeignKey("score.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    amount: Mapped[str] = mapped_column(Text)  # "a/b", weighed: what it moves the score by
    raw: Mapped[str] = mapped_column(String(40))  # the same in the points of the visit's own sheet
    dimension: Mapped[str | None] = mapped_column(String(4))
    item_code: Mapped[str | None] = mapped_column(String(8))
    params: Mapped[Json]
    visit_id: Mapped[UUID | None]
    finding_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    entry_id: Mapped[str | None] = mapped_column(String(80))


class ScoreEntry(Base):
    """What no other row tells: rules on file, staff posted, monthly report, bonus, penalties (decision 30)."""

    __tablename__ = "score_entry"
    __table_args__ = (
        CheckConstraint("document <> ''", name="entry_has_document"),
        UniqueConstraint("replaces_id"),
        Index("ix_score_entry_town_id_month", "town_id", "month"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId] = mapped_column(index=True)
    month: Mapped[date]
    kind: Mapped[str] = mapped_column(String(32))
    matter: Mapped[str] = mapped_column(String(80), default="")  # one matter counts once
    value: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    document: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500), default="")
    entered_by: Mapped[UserId]
    entered_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("score_entry.id"))
