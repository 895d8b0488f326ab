"""Head files (指纹文件) to read: which streams have moved since, what a place or a time authority still lacks, and where each stands."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.models import HeadDelivery, HeadFile, HeadLeaf, HeadToken, StreamHead


def newest_head_file() -> HeadFile | None:
    return db.session.scalars(select(HeadFile).order_by(HeadFile.n.desc()).limit(1)).one_or_none()


def moved_heads() -> Sequence[StreamHead]:
    """One statement, so one moment: every stream whose end no leaf speaks of yet."""
    known = select(HeadLeaf.n).where(
        HeadLeaf.stream_id == StreamHead.stream_id, HeadLeaf.seq == StreamHead.seq, HeadLeaf.hash == StreamHead.head
    )
    moved = select(StreamHead).where(StreamHead.seq > 0, ~known.exists()).order_by(StreamHead.stream_id)
    return db.session.scalars(moved.execution_options(populate_existing=True)).all()


def files_after(n: int, most: int) -> Sequence[HeadFile]:
    """In their order."""
    return db.session.scalars(select(HeadFile).where(HeadFile.n > n).order_by(HeadFile.n).limit(most)).all()


def files_without_token(n: int, most: int) -> Sequence[HeadFile]:
    """In their order."""
    has = select(HeadToken.n).where(HeadToken.n == HeadFile.n)
    lacking = select(HeadFile).where(HeadFile.n > n, ~has.exists()).order_by(HeadFile.n)
    return db.session.scalars(lacking.limit(most)).all()


def tokens_after(n: int, upto: int, most: int) -> Sequence[HeadToken]:
    """In their order; none of a file that the place does not have yet."""
    within = select(HeadToken).where(HeadToken.n > n, HeadToken.n <= upto)
    return db.session.scalars(within.order_by(HeadToken.n).limit(most)).all()


def newest_token() -> HeadToken | None:
    return db.session.scalars(select(HeadToken).order_by(HeadToken.n.desc()).limit(1)).one_or_none()


def deliveries() -> Sequence[HeadDelivery]:
    return db.session.scalars(select(HeadDelivery).order_by(HeadDelivery.label)).all()
