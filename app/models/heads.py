"""Head files (指纹文件), their leaves and time tokens: added, never changed, like the journal; how far each place has them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class HeadFile(Base):
    """One every ten minutes; `text` is what left the house, byte for byte, `salt` what it does not say."""

    __tablename__ = "head_file"

    n: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    text: Mapped[str]


class HeadLeaf(Base):
    """The end of a stream that had moved since the file before: a row per busy stream and file, none for idle ones."""

    __tablename__ = "head_leaf"
    __table_args__ = (Index("ix_head_leaf_stream_id_seq", "stream_id", "seq"),)

    n: Mapped[int] = mapped_column(ForeignKey("head_file.n"), primary_key=True)
    stream_id: Mapped[UUID] = mapped_column(primary_key=True)  # no foreign key: it must outlive a stream taken away
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))


class HeadToken(Base):
    """What a time authority says of one file, as it was said; time and name stand in it."""

    __tablename__ = "head_token"

    n: Mapped[int] = mapped_column(ForeignKey("head_file.n"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class HeadDelivery(Base):
    """How far one place has the files and the tokens, or a time authority has stamped them; the only row here that changes."""

    __tablename__ = "head_delivery"

    place: Mapped[str] = mapped_column(String(16), primary_key=True)
    label: Mapped[str]
    delivered_n: Mapped[int] = mapped_column(BigInteger)
    delivered_at: Mapped[datetime | None]
    token_n: Mapped[int] = mapped_column(BigInteger, server_default="0")
    tried_at: Mapped[datetime]
    trouble: Mapped[str | None] = mapped_column(String(120))
