"""Due (待办): the outbox of jobs. The row is the truth, the queue is only a bell (decision 1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id


class Due(Base):
    """Each event adds a row; a job takes all open rows of its key at once, so that a burst is one run."""

    __tablename__ = "due"
    __table_args__ = (
        Index("ix_due_open", "job", "key", postgresql_where="done_at IS NULL"),
        Index("ix_due_done", "key", "done_at", postgresql_where="done_at IS NOT NULL"),
        Index("ix_due_run_at", "run_at", postgresql_where="done_at IS NULL"),
    )
    id: Mapped[Id]
    job: Mapped[str] = mapped_column(String(48))
    key: Mapped[str] = mapped_column(String(120))
    run_at: Mapped[datetime]
    rung_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    cause_id: Mapped[UUID | None]  # the journal row that asked for it
