"""Blob (照片原件) and Upload (上传): bytes by their hash, who brought them, and what is still on its way."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, UserId


class Blob(Base):
    """Write-once and content-addressed; the bytes lie in the photo store."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(32))
    stored_at: Mapped[datetime]


class BlobHolder(Base):
    """Who brought a blob: to anyone else the server does not admit to having it."""

    __tablename__ = "blob_holder"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UserId] = mapped_column(primary_key=True)
    receipt: Mapped[str]
    received_at: Mapped[datetime]


class Upload(Base):
    """A tus upload under way; `received` bytes are safe on disk."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("received BETWEEN 0 AND size", name="upload_within_its_size"),
        Index("ix_upload_user_id_sha256", "user_id", "sha256"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)
