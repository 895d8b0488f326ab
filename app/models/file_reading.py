"""File reading (文件自述): what the server read in the bytes of a photo or of its segments; made anew from them at any time."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json


class FileReading(Base):
    """`fields` as in `app/domain/file_says.py`; seen by whoever sees the claim that names the bytes."""

    __tablename__ = "file_reading"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    read_at: Mapped[datetime]
    fields: Mapped[Json]
