"""Evidence packs (证据包): asked for, made by the worker with the asker's eyes, and taken away after a week."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.actions.journal import Act, Place, plan, write
from app.db import db
from app.domain import chance
from app.domain.journal import StreamKind
from app.domain.pack import KEPT_FOR, PackOf, PackState
from app.domain.people import SYSTEM, Role, Viewer
from app.domain.reactions import FORGET_PACK, MAKE_PACK
from app.models import Journal, Order, Pack, Region, User


@dataclass(frozen=True)
class Subject:
    """What a pack is of; its title is how its list and its cover call it."""

    of: PackOf
    id: UUID
    town: Region
    title: str
    month: date | None = None


@dataclass(frozen=True)
class Made:
    size: int
    photos: int
    manifest_sha256: str
    file_sha256: str


def of_order(order: Order) -> Subject:
    return Subject(PackOf.ORDER, order.id, order.town, order.number or order.title)


def of_month(town: Region, first: date) -> Subject:
    return Subject(PackOf.MONTH, town.id, town, f"{town.name} {first:%Y-%m}", first)


def subject_of(pack: Pack) -> Subject:
    return Subject(PackOf(pack.of), pack.subject_id, db.session.get_one(Region, pack.town_id), pack.title, pack.month)


def ask(subject: Subject, viewer: Viewer, at: datetime) -> Pack:
    """The pack to be; one that this person waits for already is not made twice."""
    waiting = select(Pack).where(
        Pack.subject_id == subject.id, Pack.month.is_not_distinct_from(subject.month), Pack.state == PackState.WAITING
    )
    known = db.session.scalars(waiting.where(Pack.asked_by == viewer.user_id)).first()
    if known is not None:
        return known
    pack = Pack(
        id=chance.new_id(),
        county_id=subject.town.county_id,
        town_id=subject.town.id,
        of=subject.of,
        subject_id=subject.id,
        month=subject.month,
        title=subject.title,
        asked_by=viewer.user_id,
        asked_at=at,
        state=PackState.WAITING,
    )
    db.session.add(pack)
    event = write(Act("pack.ask", pack.id, _said(pack)), _place(pack, viewer.role), viewer, at)
    plan(MAKE_PACK, pack.id, at, event)
    return pack


def become_ready(pack: Pack, made: Made, asker: User, at: datetime) -> Journal:
    """Its bytes are safe. From now on the journal knows the hash of everything in it."""
    pack.state, pack.made_at, pack.ends_at = PackState.READY, at, at + KEPT_FOR
    pack.size, pack.photos = made.size, made.photos
    pack.manifest_sha256, pack.file_sha256 = made.manifest_sha256, made.file_sha256
    said = {**_said(pack), "manifest": made.manifest_sha256, "photos": made.photos}
    event = write(Act("pack.make", pack.id, said), _place(pack, Role(asker.role)), SYSTEM, at)
    plan(FORGET_PACK, pack.id, pack.ends_at, event)
    return event


def become_broken(pack: Pack, trouble: str, at: datetime) -> None:
    """Nobody may take it any more; told where its making was told."""
    pack.state = PackState.BROKEN
    asker = db.session.get_one(User, pack.asked_by)
    write(Act("pack.break", pack.id, {**_said(pack), "trouble": trouble}), _place(pack, Role(asker.role)), SYSTEM, at)


def _said(pack: Pack) -> dict[str, str]:
    return {"of": pack.of, "subject": str(pack.subject_id), "month": str(pack.month or "")}


def _place(pack: Pack, role: Role) -> Place:
    """A town's own affair is the town's; what the office takes out is the county's; a leader reads only the towns' and his own."""
    if role is Role.TOWN:
        return Place(StreamKind.TOWN, pack.county_id, pack.town_id)
    if role is Role.SUPERVISOR:
        return Place(StreamKind.CASES, pack.county_id)
    return Place(StreamKind.USER, pack.county_id, user_id=pack.asked_by)
