"""User (人员): the person as cases know it, named by office; credentials live in `account`."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.people import Role, Viewer
from app.models.base import Base, Id


class User(Base):
    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("id", "role", "unit_id"),)  # what an account must agree with

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    county_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))

    @property
    def viewer(self) -> Viewer:
        """What they may see: for SYSTEM, which asks before it tells them of something."""
        return Viewer(Role(self.role), self.id, self.unit_id, self.county_id, self.town_id)
