"""Journal (日志): hash-chained streams of acts; the app may add rows, never change or remove one (decision 1)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Json


class Stream(Base):
    """Who may read decides the stream: a town's, a sealed round's, a county's cases, its accounts, a user's own."""

    __tablename__ = "stream"
    __table_args__ = (
        UniqueConstraint("kind", "county_id", "town_id", "round_id", "user_id", postgresql_nulls_not_distinct=True),
    )
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    county_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    town_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"), index=True)
    round_id: Mapped[UUID | None] = mapped_column(  # deferred: a round is journaled before its row is written
        ForeignKey("round.id", deferrable=True, initially="DEFERRED"), index=True
    )
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)


class StreamHead(Base):
    """The end of a chain; the only row of the journal that is updated, always under lock."""

    __tablename__ = "stream_head"

    stream_id: Mapped[UUID] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(String(64))


class Journal(Base):
    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject_id", "subject_id"), Index("ix_journal_id", "id", unique=True))

    stream_id: Mapped[UUID] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID]
    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None]
    act: Mapped[str] = mapped_column(String(32))
    noun: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID]
    body: Mapped[Json]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AccessLog(Base):
    """Who opened which sensitive row or photo, and when; of a secret round nobody reads it."""

    __tablename__ = "access_log"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[UUID]
    noun: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID]
    why: Mapped[str | None] = mapped_column(String(400))
