"""Copies (副本) held against what was made: a stamped copy is made anew, a pack is closed and its owner makes another."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256 as hash_of
from uuid import UUID

from app.actions.integrity import tell
from app.actions.journal import plan_once
from app.actions.pack import become_broken
from app.domain.reactions import LOOK_AT, STAMP
from app.models import Pack, Photo
from app.queries.stamp import whose
from app.storage import photo_store
from app.storage.faults import PIECE
from app.verify.found import Found, found

COPY_LOST, COPY_CHANGED = "copy_lost", "copy_changed"
PACK_LOST, PACK_CHANGED = "pack_lost", "pack_changed"


def look_at_stamped(photo: Photo, at: datetime) -> Iterator[Found]:
    """Nobody gets it any more; its town's photos are stamped again. One whose hash nobody noted is made anew too."""
    trouble = _fault_of_stamped(photo)
    if trouble is None and photo.stamped_digest is not None:
        return
    of = whose(photo)
    if of is None:
        return
    photo.stamped_at = None
    plan_once(LOOK_AT, photo.sha256, at)  # what it is made from may be hurt too
    plan_once(STAMP, of.finding.town_id, at)
    if trouble is not None:
        tell(photo.sha256, trouble, at)
        yield found(trouble, photo=photo.id)


def _fault_of_stamped(photo: Photo) -> str | None:
    content = photo_store().stamped(photo.id)
    if content is None:
        return COPY_LOST
    changed = photo.stamped_digest is not None and hash_of(content).hexdigest() != photo.stamped_digest
    return COPY_CHANGED if changed else None


def look_at_pack(pack: Pack, at: datetime) -> Iterator[Found]:
    """What was made then cannot be made again: its manifest's hash stands in the journal. The file stays for who looks."""
    trouble = _fault_of_pack(pack)
    if trouble is not None:
        become_broken(pack, trouble, at)
        yield found(trouble, pack=pack.id, title=pack.title)


def _fault_of_pack(pack: Pack) -> str | None:
    digest = _digest(pack.id)
    if digest is None:
        return PACK_LOST
    return PACK_CHANGED if pack.file_sha256 not in {None, digest} else None


def _digest(pack_id: UUID) -> str | None:
    """Piece by piece: a pack has hundreds of megabytes."""
    file, hashed = photo_store().pack(pack_id), hash_of()
    if file is None:
        return None
    with file:
        while piece := file.read(PIECE):
            hashed.update(piece)
    return hashed.hexdigest()
