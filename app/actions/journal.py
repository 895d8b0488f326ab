"""Journal (日志): one row per act in the act's own transaction, its place in a chain, and the jobs it asks for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from app.db import db, ring_after_commit, turn
from app.domain import chance
from app.domain.journal import GENESIS, StreamKind, chain_hash, plain
from app.domain.notice import TELLS
from app.domain.people import Viewer
from app.domain.reactions import KEY_OF, REACTIONS, TELL
from app.models import Due, Journal, Stream, StreamHead


@dataclass(frozen=True)
class Place:
    """Which stream an act goes to: the narrowest one all of whose readers may see it (decision 1)."""

    kind: StreamKind
    county_id: UUID | None = None
    town_id: UUID | None = None
    round_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True)
class Act:
    """What happened: `name` is noun.verb, `keys` are what jobs work on and are not journaled."""

    name: str
    subject_id: UUID
    body: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, object] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        return self.name.split(".", 1)[0]


def write(act: Act, place: Place, viewer: Viewer, at: datetime) -> Journal:
    """Append the act to its stream, holding the stream's head until the transaction ends."""
    head = _head(place)
    row = Journal(
        stream_id=head.stream_id,
        seq=head.seq + 1,
        id=chance.new_ordered_id(at, turn()),
        at=at,
        user_id=viewer.user_id,
        unit_id=viewer.unit_id,
        act=act.name,
        noun=act.noun,
        subject_id=act.subject_id,
        body={k: v if isinstance(v, int | str | None) else plain(v) for k, v in act.body.items()},
        salt=chance.new_salt(),
        before=head.head,
    )
    row.hash = chain_hash(row.before, row.salt, at, hashed_fields(row))
    head.seq, head.head = row.seq, row.hash
    db.session.add(row)
    _react(act, row, at)
    return row


def hashed_fields(row: Journal) -> dict[str, Any]:
    """What of a row its hash speaks for; time and salt are added by `chain_hash`."""
    names = ("stream_id", "seq", "id", "user_id", "unit_id", "act", "noun", "subject_id", "body")
    return {name: getattr(row, name) for name in names}


def plan(job: str, key: object, run_at: datetime, cause: Journal | None = None) -> None:
    """A job for later or now; the row is the truth, the bell comes after commit."""
    due = Due(job=job, key=str(key), run_at=run_at, cause_id=cause.id if cause else None)
    db.session.add(due)
    if cause is not None and run_at <= cause.at:
        ring_after_commit(job, str(key))


def plan_once(job: str, key: object, run_at: datetime) -> None:
    """The same, unless that moment is planned already."""
    known = select(Due.id).where(Due.job == job, Due.key == str(key), Due.run_at == run_at, Due.done_at.is_(None))
    if db.session.scalars(known.limit(1)).first() is None:
        plan(job, key, run_at)


def _react(act: Act, row: Journal, at: datetime) -> None:
    for job in REACTIONS.get(act.name, ()):
        key = act.keys.get(KEY_OF[job])
        if key is not None:
            plan(job, key, at, row)
    if act.name in TELLS:
        plan(TELL, row.id, at, row)


def _head(place: Place) -> StreamHead:
    """The end of the chain, locked; the stream is made at its first act."""
    head = db.session.scalars(HEAD, vars(place)).one_or_none()
    if head is None:
        _make_stream(place)
        head = db.session.scalars(HEAD, vars(place)).one()
    return head


# Asked by each act, so written down once.
HEAD = (
    select(StreamHead)
    .join(Stream, Stream.id == StreamHead.stream_id)
    .where(
        Stream.kind == bindparam("kind"),
        *(
            getattr(Stream, of).is_not_distinct_from(bindparam(of))
            for of in ("county_id", "town_id", "round_id", "user_id")
        ),
    )
    .with_for_update(of=StreamHead)
    .execution_options(populate_existing=True)
)


def _make_stream(place: Place) -> None:
    """Two makers at once: the unique constraint lets one win, and both then find it."""
    made = db.session.execute(
        insert(Stream)
        .values(
            id=chance.new_id(),
            kind=place.kind,
            county_id=place.county_id,
            town_id=place.town_id,
            round_id=place.round_id,
            user_id=place.user_id,
        )
        .on_conflict_do_nothing()
        .returning(Stream.id)
    ).scalar_one_or_none()
    if made is not None:
        db.session.add(StreamHead(stream_id=made, seq=0, head=GENESIS))
        db.session.flush()
