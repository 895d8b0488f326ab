"""What is to be proven, read in its order (核验要读的): a piece at a time from the server, never a whole journal in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.db import db
from app.models import Blob, HeadFile, HeadLeaf, HeadToken, Journal, Photo, Stream, StreamHead

PIECE = 2000  # rows
ARRIVE = "photo.arrive"


@dataclass(frozen=True)
class Span:
    """Streams behind `after` up to `upto`, in the order of their ids; both open: all."""

    after: UUID | None = None
    upto: UUID | None = None

    def of(self, column: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
        ahead = column > self.after if self.after else true()
        return and_(ahead, column <= self.upto if self.upto else true())


ALL = Span()


def streams_with_rows(span: Span = ALL) -> Iterator[tuple[UUID, Iterator[Any]]]:
    """Each stream's rows in order. The head comes with the row: one statement, so nothing is written in between."""
    read = (
        select(
            *(getattr(Journal, name) for name in Journal.__mapper__.column_attrs.keys()),  # noqa: SIM118 - a mapper's own
            StreamHead.seq.label("head_seq"),
            StreamHead.head,
        )
        .outerjoin(StreamHead, StreamHead.stream_id == Journal.stream_id)
        .where(span.of(Journal.stream_id))
        .order_by(Journal.stream_id, Journal.seq)
    )
    return groupby(_streamed(read), key=attrgetter("stream_id"))


def streams_without_rows(span: Span = ALL) -> list[UUID]:
    """That have a head, so they had rows."""
    rows = select(Journal.seq).where(Journal.stream_id == StreamHead.stream_id)
    empty = select(StreamHead.stream_id).where(StreamHead.seq > 0, ~rows.exists(), span.of(StreamHead.stream_id))
    return list(db.session.scalars(empty.order_by(StreamHead.stream_id)))


def leaves_by_stream(span: Span = ALL) -> Iterator[tuple[UUID, Iterator[HeadLeaf]]]:
    read = select(HeadLeaf.stream_id, HeadLeaf.n, HeadLeaf.seq, HeadLeaf.hash).where(span.of(HeadLeaf.stream_id))
    ordered = read.order_by(HeadLeaf.stream_id, HeadLeaf.n)
    return groupby(_streamed(ordered), key=attrgetter("stream_id"))


def head_files() -> Iterator[Any]:
    return _streamed(select(HeadFile.n, HeadFile.salt, HeadFile.text).order_by(HeadFile.n))


def files_with_tokens(after: int = 0, most: int | None = None) -> Iterator[Any]:
    """Each head file with the token we keep of it, or None."""
    both = select(HeadFile.n, HeadFile.text, HeadToken.content).outerjoin(HeadToken, HeadToken.n == HeadFile.n)
    return _streamed(both.where(HeadFile.n > after).order_by(HeadFile.n).limit(most))


def leaves_by_file() -> Iterator[tuple[int, Iterator[Any]]]:
    read = select(HeadLeaf.n, HeadLeaf.stream_id, HeadLeaf.seq, HeadLeaf.hash, HeadLeaf.salt)
    return groupby(_streamed(read.order_by(HeadLeaf.n, HeadLeaf.stream_id)), key=attrgetter("n"))


def span_after(after: UUID | None, most: int) -> Span | None:
    """The next so many streams; None when there are no more."""
    ids = select(Stream.id).order_by(Stream.id).limit(most)
    found = list(db.session.scalars(ids.where(Stream.id > after) if after else ids))
    return Span(after, found[-1]) if found else None


def every_blob() -> Iterator[str]:
    names = blobs_after("", PIECE)
    while names:
        yield from names
        names = blobs_after(names[-1], PIECE)


def blobs_after(sha256: str, most: int) -> list[str]:
    return list(db.session.scalars(select(Blob.sha256).where(Blob.sha256 > sha256).order_by(Blob.sha256).limit(most)))


def blobs_nobody_brought() -> list[str]:
    """Stored, and no row of the journal tells of their arrival."""
    told = select(Journal.id).where(Journal.act == ARRIVE, Journal.body["sha256"].astext == Blob.sha256)
    return list(db.session.scalars(select(Blob.sha256).where(~told.exists()).order_by(Blob.sha256)))


def photos_without_blob() -> list[str]:
    """Said to have arrived."""
    there = select(Blob.sha256).where(Blob.sha256 == Photo.sha256)
    arrived = select(Photo.sha256).where(Photo.arrived_at.is_not(None), ~there.exists())
    return list(db.session.scalars(arrived.distinct().order_by(Photo.sha256)))


def arrivals_without_blob() -> list[str]:
    """The journal tells of them, and the table of originals does not."""
    sha256 = Journal.body["sha256"].astext
    there = select(Blob.sha256).where(Blob.sha256 == sha256)
    return list(db.session.scalars(select(sha256).where(Journal.act == ARRIVE, ~there.exists()).distinct()))


def _streamed(statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Asked at once, read bit by bit: what is asked first is of an earlier moment."""
    return iter(db.session.execute(statement.execution_options(yield_per=PIECE)))
