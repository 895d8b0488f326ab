"""Photos (照片) after their arrival: small pictures are made, and what two transactions left open is closed."""

import logging
import time
from datetime import datetime, timedelta
from hashlib import sha256 as hash_of
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from app.actions.integrity import note_print
from app.actions.journal import plan
from app.actions.upload import KEPT_FOR, complete
from app.db import db
from app.domain.evidence import EvidenceState
from app.domain.reactions import DERIVE, REMEMBER
from app.domain.recheck import RecheckState
from app.models import (
    BlobHolder,
    Evidence,
    FindingOrigin,
    Photo,
    Recheck,
    RecheckPlan,
    SelfCheck,
    TownRequest,
    Upload,
    Visit,
)
from app.pictures.prints import LARGE, SMALL, CannotBeOpened, prints_of
from app.queries.kept import waits_in_a_kept_one
from app.queries.prints import digests_of
from app.storage import photo_store
from app.storage.spool import clear, discard
from workers.stamp import welcome

log = logging.getLogger(__name__)
BROKEN = "picture_broken"
PRINT_LOST, PRINT_CHANGED = "print_lost", "print_changed"


def derive(key: str, at: datetime) -> None:
    """Make the small pictures of the original with that hash, once, and say so on each photo that shows it."""
    photos = db.session.scalars(select(Photo).where(Photo.sha256 == key, Photo.arrived_at.is_not(None))).all()
    if not photos and not waits_in_a_kept_one(key):
        return  # brought before it was declared; declaring it asks again
    try:
        make(key)
    except CannotBeOpened as error:
        log.warning("photo %s cannot be opened: %r", key, error.__cause__)
        for photo in photos:
            photo.trouble = BROKEN
        return
    for photo in photos:
        photo.derived_at, photo.trouble = photo.derived_at or at, None
    plan(REMEMBER, key, at)
    welcome(photos, at)


def make(sha256: str) -> None:
    """Both sizes, unless they lie there as they were made; and what they must be from now on."""
    store, digests = photo_store(), digests_of(sha256)
    there = {size: store.small(sha256, size) for size in (LARGE, SMALL)}
    whole = {size: content for size, content in there.items() if content and _is(content, digests.get(size))}
    if len(whole) < len(there):
        whole = prints_of(store.original(sha256))
        for size, content in whole.items():
            store.keep_small(sha256, size, content)
    for size, content in whole.items():
        if size not in digests or not _is(content, digests[size]):
            note_print(sha256, size, content)


def fault_of_prints(sha256: str) -> str | None:
    """What is wrong with small pictures that were made."""
    store, digests = photo_store(), digests_of(sha256)
    there = {size: store.small(sha256, size) for size in digests}
    if None in there.values():
        return PRINT_LOST
    changed = any(content and not _is(content, digests[size]) for size, content in there.items())
    return PRINT_CHANGED if changed else None


def _is(content: bytes, digest: str | None) -> bool:
    return digest in {None, hash_of(content).hexdigest()}


def match(at: datetime) -> None:
    """A photo and its record committed at once do not see each other (F17): here they meet. Uploads run out too."""
    for photo, received_at in db.session.execute(_brought_but_waiting()):
        photo.arrived_at = received_at
        plan(DERIVE, photo.sha256, at)
    db.session.flush()
    for whole in (_answers_whole_but_waiting(), _checks_whole_but_waiting(), _rechecks_whole_but_waiting()):
        complete(db.session.scalars(whole).all(), at)
    _end_old_uploads(at)


def _brought_but_waiting() -> Select[Photo, datetime]:
    """Only by whoever declared it: that somebody else has the same photo is never told."""
    first = (FindingOrigin.recorded_by, Evidence.submitted_by, Visit.inspector_id)
    declarer = func.coalesce(*first, TownRequest.asked_by, SelfCheck.checked_by, RecheckPlan.given_to)
    return (
        select(Photo, BlobHolder.received_at)
        .join(BlobHolder, BlobHolder.sha256 == Photo.sha256)
        .outerjoin(FindingOrigin, FindingOrigin.finding_id == Photo.owner_id)
        .outerjoin(Evidence, Evidence.id == Photo.owner_id)
        .outerjoin(Visit, Visit.id == Photo.owner_id)
        .outerjoin(TownRequest, TownRequest.id == Photo.owner_id)
        .outerjoin(SelfCheck, SelfCheck.id == Photo.owner_id)
        .outerjoin(RecheckPlan, RecheckPlan.recheck_id == Photo.owner_id)
        .where(Photo.arrived_at.is_(None), BlobHolder.user_id == declarer)
    )


def _answers_whole_but_waiting() -> Select[UUID]:
    missing = Evidence.photos.any(Photo.arrived_at.is_(None))
    return select(Evidence.id).where(Evidence.state == EvidenceState.WAITING, ~missing)


def _checks_whole_but_waiting() -> Select[UUID]:
    missing = SelfCheck.photos.any(Photo.arrived_at.is_(None))
    return select(SelfCheck.id).where(SelfCheck.whole_at.is_(None), ~missing)


def _rechecks_whole_but_waiting() -> Select[UUID]:
    missing = Recheck.photos.any(Photo.arrived_at.is_(None))
    return select(Recheck.id).where(Recheck.state == RecheckState.REPORTED, ~missing)


def _end_old_uploads(at: datetime) -> None:
    """Those that ran out, and files on this machine that nobody has written to for longer than that."""
    spool = photo_store().spool
    for upload_id in db.session.scalars(delete(Upload).where(Upload.expires_at <= at).returning(Upload.id)).all():
        discard(spool, str(upload_id))
    clear(spool, time.time() - (KEPT_FOR + timedelta(days=1)).total_seconds())
