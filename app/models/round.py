"""Round (督查行动), its towns and its members; before release only members know it exists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.finding import FindingState
from app.domain.round import Part
from app.domain.visit import VisitState
from app.models.base import Base, Id, RegionId, Stateful, UserId
from app.models.checklist import Checklist
from app.models.finding import Finding, FindingOrigin
from app.models.region import Region
from app.models.user import User
from app.models.visit import Visit


class Round(Stateful, Base):
    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("window_from <= window_to", name="round_window_is_sound"),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released_has_time"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    window_from: Mapped[date]
    window_to: Mapped[date]
    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklist.id"))
    opened_at: Mapped[datetime | None]  # inspectors see it from the eve on
    released_at: Mapped[datetime | None]

    checklist: Mapped[Checklist] = relationship()
    towns: Mapped[list["RoundTown"]] = relationship()
    members: Mapped[list["RoundMember"]] = relationship()
    visits: Mapped[list[Visit]] = relationship(viewonly=True)
    findings: Mapped[list[Finding]] = relationship(
        secondary=FindingOrigin.__table__, viewonly=True, order_by=Finding.id
    )

    @property
    def town_count(self) -> int:
        return len(self.towns)

    @property
    def inspector_count(self) -> int:
        return sum(m.part == Part.INSPECTOR for m in self.members)

    @property
    def open_visit_count(self) -> int:
        return sum(v.state == VisitState.STARTED for v in self.visits)

    @property
    def unconfirmed_count(self) -> int:
        return sum(f.state == FindingState.FOUND for f in self.findings)

    def covers(self, town_id: UUID) -> bool:
        return any(t.town_id == town_id for t in self.towns)

    def has_inspector(self, user_id: UUID | None) -> bool:
        return any(m.user_id == user_id and m.part == Part.INSPECTOR for m in self.members)


class RoundTown(Base):
    __tablename__ = "round_town"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    town_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"), primary_key=True, index=True)
    town: Mapped[Region] = relationship()


class RoundMember(Base):
    __tablename__ = "round_member"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("round.id"), primary_key=True)
    user_id: Mapped[UserId] = mapped_column(primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    user: Mapped[User] = relationship()
