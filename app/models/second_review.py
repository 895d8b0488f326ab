"""Second review (盲审): which decision was drawn, by which seed, what a second person said without knowing it, and a third."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.evidence import Verdict
from app.domain.finding import FindingState
from app.domain.second_review import Because, Person, moved_on
from app.models.base import Base, Id, RegionId, Stateful, UserId
from app.models.evidence import Evidence
from app.models.finding import Finding


class SecondReview(Stateful, Base):
    """One for an answer, if its decision was drawn. Who did the first one never sees the row (models/seen/cases.py)."""

    __tablename__ = "second_review"
    __table_args__ = (
        CheckConstraint("state <> 'asked' OR second_at IS NULL", name="asked_has_no_second"),
        CheckConstraint("state IN ('asked', 'dropped') OR second_at IS NOT NULL", name="second_has_time"),
        CheckConstraint("(state IN ('upheld', 'overturned')) = (third_at IS NOT NULL)", name="third_has_time"),
        CheckConstraint("(second_at IS NULL) = (second_by IS NULL)", name="second_has_person"),
        CheckConstraint("(third_at IS NULL) = (third_by IS NULL)", name="third_has_person"),
        CheckConstraint(
            "second_by <> first_by AND third_by <> first_by AND third_by <> second_by", name="three_persons"
        ),
        CheckConstraint("state <> 'dropped' OR because <> ''", name="dropped_has_cause"),
        Index("ix_second_review_open", "county_id", "asked_at", postgresql_where="state IN ('asked', 'disagreed')"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(20))
    percent: Mapped[int]
    asked_at: Mapped[datetime]
    first_verdict: Mapped[str] = mapped_column(String(8))
    first_reason: Mapped[str] = mapped_column(String(500))
    first_by: Mapped[UserId]
    first_key: Mapped[str | None] = mapped_column(String(64))
    second_verdict: Mapped[str | None] = mapped_column(String(8))
    second_reason: Mapped[str] = mapped_column(String(500), default="")
    second_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    second_key: Mapped[str | None] = mapped_column(String(64))
    second_at: Mapped[datetime | None]
    third_reason: Mapped[str] = mapped_column(String(500), default="")
    third_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    third_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(String(16), default="")
    finding: Mapped[Finding] = relationship()
    evidence: Mapped[Evidence] = relationship()

    @property
    def submitter(self) -> tuple[UUID, str | None, UUID]:
        return self.evidence.submitted_by, self.evidence.person_key, self.evidence.unit_id

    @property
    def first_person(self) -> Person:
        return self.first_by, self.first_key

    @property
    def second_person(self) -> Person | None:
        return (self.second_by, self.second_key) if self.second_by else None

    @property
    def moved_on(self) -> Because | None:
        point, newest = self.finding, self.finding.evidences[-1]
        return moved_on(
            Verdict(self.first_verdict),
            FindingState(point.state),
            duplicate=point.duplicate_of is not None,
            newest=newest.id == self.evidence_id,
        )
