"""Desk act (桌面操作): a form that was sent once, by its op_id, and where its answer led (decision 14)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UserId


class DeskAct(Base):
    __tablename__ = "desk_act"

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UserId] = mapped_column(primary_key=True)  # another's id of the same value is no repeat
    at: Mapped[datetime]
    location: Mapped[str] = mapped_column(String(2000))
