"""Evidence (整改佐证), the review that decides on it (核查), and every change of a deadline (期限变更)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.domain.evidence import evidence_time
from app.models.base import Base, Id, RegionId, UserId
from app.models.photo import Photo


class Evidence(Base):
    """`received_at` is when the submission came; `counts_at` the time that is judged (decision 18)."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (whole_at IS NULL)", name="whole_has_time"),
        Index("ix_evidence_waiting", "id", postgresql_where="state = 'waiting'"),
    )

    id: Mapped[Id]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    submitted_by: Mapped[UserId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_key: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    whole_at: Mapped[datetime | None]
    counts_at: Mapped[datetime]
    late_claim: Mapped[bool] = mapped_column(default=False)  # "no signal": made before, received after the deadline
    state: Mapped[str] = mapped_column(String(16))
    reviews: Mapped[list["Review"]] = relationship(back_populates="evidence", order_by=lambda: Review.overturns)
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin=lambda: foreign(remote(Photo.owner_id)) == Evidence.id, order_by=Photo.slot, viewonly=True
    )

    @property
    def review(self) -> "Review | None":
        """The decision that holds: the one that overturned the first, if there is one."""
        return self.reviews[-1] if self.reviews else None

    def judged_at(self, at: datetime) -> datetime:
        """The time that counts if it is judged now: one whose photos did not come within 72 hours has none yet."""
        return self.counts_at if self.whole_at else evidence_time(self.received_at, at)


class Review(Base):
    """One for an answer; a second one only if a third person overturned it after a blind second review (改判)."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("verdict = 'pass' OR reason <> ''", name="return_has_reason"),
        UniqueConstraint("evidence_id", "overturns"),
    )

    id: Mapped[Id]
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"))
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(500), default="")
    reviewed_by: Mapped[UserId]
    reviewed_at: Mapped[datetime]
    overturns: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[Evidence] = relationship(back_populates="reviews")


class DeadlineChange(Base):
    """No deadline changes without a row here (decision 16); the database asks for it as well."""

    __tablename__ = "deadline_change"

    id: Mapped[Id]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    was: Mapped[datetime | None]
    now: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(String(16))
    request_id: Mapped[UUID | None]
    at: Mapped[datetime]
