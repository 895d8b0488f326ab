"""Notice (消息): that one person is to hear of one act, or of what stands one morning."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Json, UserId


class Notice(Base):
    """`key` says what it is about, so that a person hears of it once however often a worker tries."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notice_user_id_at", "user_id", "at"),
        Index("ix_notice_unread", "user_id", postgresql_where="read_at IS NULL"),
    )
    id: Mapped[Id]
    user_id: Mapped[UserId]
    key: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    journal_id: Mapped[UUID | None]  # the act; its words are read there, with the reader's own eyes
    told: Mapped[Json]  # what the morning's count was, where it is no act
    read_at: Mapped[datetime | None]
