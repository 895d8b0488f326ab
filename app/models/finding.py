"""Finding (整改点位): what a town may see of its point; where it comes from lies in `finding_origin` (decision 4)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from app.domain.evidence import EvidenceState
from app.domain.order import OrderState
from app.domain.request import RequestKind, RequestState, standing
from app.models.base import Base, Id, Json, Place, RegionId, Stateful, UserId
from app.models.evidence import Evidence
from app.models.order import Order
from app.models.photo import Photo
from app.models.region import Region
from app.models.request import TownRequest
from app.models.spot import Spot


class Finding(Stateful, Base):
    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("state NOT IN ('fixing', 'submitted') OR due_at IS NOT NULL", name="running_has_deadline"),
        CheckConstraint("state <> 'suspended' OR suspended_until IS NOT NULL", name="suspended_has_day"),
        CheckConstraint("(due_at IS NULL) = (soon_at IS NULL)", name="due_has_soon"),
        CheckConstraint("quantity > 0", name="finding_quantity_positive"),
        Index("ix_finding_town_id_state", "town_id", "state"),
        Index("ix_finding_county_id_id", "county_id", "id"),
        Index("ix_finding_town_id_closed_at", "town_id", "closed_at"),  # what a month may count, whatever came before
        Index("ix_finding_town_id_due_at", "town_id", "due_at"),
    )
    id: Mapped[Id]
    county_id: Mapped[RegionId]
    town_id: Mapped[RegionId]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))  # directed to a department or firm
    spot_id: Mapped[UUID] = mapped_column(ForeignKey("spot.id"), index=True)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("supervision_order.id"), index=True)
    duplicate_of: Mapped[UUID | None] = mapped_column(ForeignKey("finding.id"))
    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklist.id"))
    item_code: Mapped[str] = mapped_column(String(8))
    quantity: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    severity: Mapped[str] = mapped_column(String(16))
    time_grade: Mapped[str] = mapped_column(String(4))
    red_line: Mapped[bool]
    repeat: Mapped[bool] = mapped_column(default=False)
    fixed_on_spot: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500), default="")
    point: Mapped[Place | None]
    disclosed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    soon_at: Mapped[datetime | None]  # 临期: from then on little of its time is left
    stopped_at: Mapped[datetime | None]  # since when the clock stands: submitted or suspended
    suspended_until: Mapped[date | None]  # its 18:00 starts the clock again
    rework_count: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    urged_at: Mapped[datetime | None]  # 催办: when last, and with which words
    urged_for: Mapped[str] = mapped_column(String(500), default="")

    town: Mapped[Region] = relationship(foreign_keys="Finding.town_id")
    order: Mapped[Order | None] = relationship(back_populates="findings")
    spot: Mapped[Spot] = relationship()
    origin: Mapped["FindingOrigin | None"] = relationship(back_populates="finding")
    evidences: Mapped[list[Evidence]] = relationship(order_by=Evidence.received_at)
    requests: Mapped[list[TownRequest]] = relationship(order_by=TownRequest.asked_at, back_populates="finding")
    photos: Mapped[list[Photo]] = relationship(
        primaryjoin=lambda: foreign(remote(Photo.owner_id)) == Finding.id, order_by=Photo.slot, viewonly=True
    )

    @property
    def photos_missing(self) -> int:
        return sum(p.arrived_at is None for p in self.photos)

    @property
    def under_review(self) -> Evidence | None:
        """The answer that waits for a review: at most one, whatever else is still on its way."""
        return next((e for e in reversed(self.evidences) if e.state == EvidenceState.WHOLE), None)

    @property
    def evidence_ready(self) -> bool:
        return self.under_review is not None

    @property
    def submitter(self) -> tuple[UUID, str | None, UUID] | None:
        e = self.under_review
        return None if e is None else (e.submitted_by, e.person_key, e.unit_id)

    def in_time_pending(self, at: datetime) -> bool:
        """An answer before the deadline waits for its review, or for photos that may still come (decisions 18, 26)."""
        pending = (e for e in self.evidences if e.state in {EvidenceState.WAITING, EvidenceState.WHOLE})
        return self.due_at is not None and any(e.judged_at(at) < self.due_at for e in pending)

    @property
    def kinds_asked(self) -> list[str]:
        """What is asked and waits for an answer, the oldest first."""
        return [r.kind for r in self.requests if standing(r.state, self.state) == RequestState.ASKED]

    @property
    def extensions(self) -> int:
        """How often it was given more time on request."""
        return sum(r.kind == RequestKind.EXTENSION and r.state == RequestState.GRANTED for r in self.requests)

    @property
    def order_archived(self) -> bool:
        return self.order is not None and self.order.state == OrderState.ARCHIVED


class FindingOrigin(Base):
    """How the point was found: round, visit, inspector, exact time. A town never sees these rows."""

    __tablename__ = "finding_origin"

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("round.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    recorded_by: Mapped[UserId]
    made_at: Mapped[datetime]  # the phone's claim
    received_at: Mapped[datetime]
    position: Mapped[Json | None]
    sameness: Mapped[str] = mapped_column(String(8))
    finding: Mapped[Finding] = relationship(back_populates="origin")
