"""Recheck (复查): that somebody is to go and look at a point, and what they saw; its plan and its draws lie apart (decision 4)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.models.base import Base, Id, Json, RegionId, Stateful
from app.models.finding import Finding
from app.models.photo import Photo


class Recheck(Stateful, Base):
    """A town sees the row from `told_at` on: when it brought its point back."""

    __tablename__ = "recheck"
    __table_args__ = (
        CheckConstraint("state IN ('wanted', 'dropped') OR reported_at IS NOT NULL", name="reported_has_time"),
        CheckConstraint("(reported_at IS NULL) = (outcome IS NULL)", name="reported_has_outcome"),
        CheckConstraint("told_at IS NULL OR state = 'fails'", name="told_has_failed"),
        Index("uq_recheck_standing", "finding_id", unique=True, postgresql_where="state IN ('wanted', 'reported')"),
        Index("ix_recheck_county_id_state", "county_id", "state"),
    )

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    outcome: Mapped[str | None] = mapped_column(String(8))  # as reported; it counts once its photos are here
    note: Mapped[str] = mapped_column(String(500), default="")
    reported_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    finding: Mapped[Finding] = relationship()
    plan: Mapped["RecheckPlan | None"] = relationship(back_populates="recheck")
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin=lambda: foreign(remote(Photo.owner_id)) == Recheck.id, order_by=Photo.slot, viewonly=True
    )

    @property
    def given_to(self) -> UUID | None:
        return self.plan.given_to if self.plan else None


class RecheckPlan(Base):
    """Why, by whom, until when: a town never sees these rows."""

    __tablename__ = "recheck_plan"

    recheck_id: Mapped[UUID] = mapped_column(ForeignKey("recheck.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(16))
    look_by: Mapped[date]
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("recheck_draw.id"))
    wanted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # None: the draw
    wanted_at: Mapped[datetime]
    given_to: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime | None]  # the phone's claim
    position: Mapped[Json | None]
    recheck: Mapped[Recheck] = relationship(back_populates="plan")


class RecheckDraw(Base):
    """Each county's closed points are drawn from once: the next draw goes on at `until`, whatever was asleep meanwhile."""

    __tablename__ = "recheck_draw"
    __table_args__ = (UniqueConstraint("county_id", "until"),)

    id: Mapped[Id]
    county_id: Mapped[RegionId]
    until: Mapped[datetime]  # points closed before it have had their lot
    seed: Mapped[str] = mapped_column(String(24))
    among: Mapped[int]
    drawn: Mapped[int]
