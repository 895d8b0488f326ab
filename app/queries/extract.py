"""What an extract of the journal is made of (日志摘录): rows about some subjects, all that lies between them, and the leaf that vouches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from app.db import db
from app.domain.heads import Leaf
from app.models import HeadFile, HeadLeaf, HeadToken, Journal, Stream, StreamHead
from app.queries.among import among


@dataclass(frozen=True)
class Vouching:
    """A leaf with all leaves of its head file; plain, for they outlive the session that read them."""

    n: int
    text: str
    salt: bytes
    leaf: Leaf
    leaves: list[Leaf]
    token: bytes | None = None


def rows_about(subject_ids: Collection[UUID]) -> Sequence[Journal]:
    """Those that the viewer may read, by stream and place in it."""
    about = select(Journal).where(among(Journal.subject_id, subject_ids))
    return db.session.scalars(about.order_by(Journal.stream_id, Journal.seq)).all()


def rows_between(stream_id: UUID, first: int, last: int) -> Sequence[Journal]:
    within = select(Journal).where(Journal.stream_id == stream_id, Journal.seq.between(first, last))
    return db.session.scalars(within.order_by(Journal.seq)).all()


def length_of(stream_id: UUID) -> int:
    """How many rows it has at the moment that whoever looks sees."""
    return db.session.scalars(select(StreamHead.seq).where(StreamHead.stream_id == stream_id)).one()


def kind_of(stream_id: UUID) -> str:
    return db.session.scalars(select(Stream.kind).where(Stream.id == stream_id)).one()


def vouching_for(stream_id: UUID, first: int, last: int) -> Vouching | None:
    """The first head file that speaks of the last row or a later one, else the newest that speaks of some of them.

    For SYSTEM, who alone sees all leaves.
    """
    spoken = select(HeadLeaf).where(HeadLeaf.stream_id == stream_id)
    beyond = spoken.where(HeadLeaf.seq >= last).order_by(HeadLeaf.seq)
    within = spoken.where(HeadLeaf.seq.between(first, last)).order_by(HeadLeaf.seq.desc())
    leaf = next((it for it in map(_first, (beyond, within)) if it is not None), None)
    if leaf is None:
        return None
    file = db.session.scalars(select(HeadFile).where(HeadFile.n == leaf.n)).one()
    leaves = db.session.scalars(select(HeadLeaf).where(HeadLeaf.n == leaf.n))
    token = db.session.scalars(select(HeadToken.content).where(HeadToken.n == leaf.n)).one_or_none()
    return Vouching(file.n, file.text, file.salt, _plain(leaf), [_plain(each) for each in leaves], token)


def _first(leaves: Select[HeadLeaf]) -> HeadLeaf | None:
    return db.session.scalars(leaves.limit(1)).one_or_none()


def _plain(row: HeadLeaf) -> Leaf:
    return Leaf(row.stream_id, row.seq, row.hash, row.salt)
