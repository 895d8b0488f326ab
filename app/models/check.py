"""Checks (核验记录): what a small picture must be, when each original was last read again, and what each night found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json


class Print(Base):
    """The hash of a small picture as it was made. The store gives bytes; this says whether they are still those."""

    __tablename__ = "print"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the original
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))


class BlobCheck(Base):
    """Beside the blob, whose own row is written once."""

    __tablename__ = "blob_check"
    __table_args__ = (Index("ix_blob_check_trouble", "sha256", postgresql_where="trouble IS NOT NULL"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    checked_at: Mapped[datetime]
    trouble: Mapped[str | None] = mapped_column(String(32))
    since: Mapped[datetime | None]


class NightlyCheck(Base):
    """One a day, in slices: `part` and `cursor` say where it goes on; `told` what does not hold, up to a number."""

    __tablename__ = "nightly_check"

    day: Mapped[date] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    part: Mapped[str] = mapped_column(String(16))
    cursor: Mapped[str] = mapped_column(String(64))
    looked: Mapped[Json]
    codes: Mapped[Json]
    told: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    doubted: Mapped[list[int]] = mapped_column(JSONB)  # head files that do not hold: nothing is believed on their word
