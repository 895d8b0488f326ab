"""Uploads (上传): begun, gone on with, and ended by a photo in the store that somebody is known to have brought."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from app.actions import places
from app.actions.evidence import become_whole
from app.actions.journal import Act, plan_once, write
from app.actions.photo import arrived
from app.actions.selfcheck import complete_self_check
from app.db import apart, db, ring_after_commit
from app.domain import chance
from app.domain.evidence import EvidenceState
from app.domain.people import Role, Viewer
from app.domain.reactions import CONCLUDE
from app.domain.recheck import RecheckState
from app.models import Blob, BlobHolder, Evidence, Finding, Journal, Recheck, SelfCheck, Upload

KEPT_FOR = timedelta(days=7)

# Asked by each part of each photo, so written down once.
RECEIPT = select(BlobHolder.receipt).where(BlobHolder.sha256 == bindparam("brought"))
LOCKED = (
    select(Upload)
    .where(Upload.sha256 == bindparam("brought"))
    .order_by(Upload.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def begin(sha256: str, media_type: str, size: int, viewer: Viewer, at: datetime) -> Upload:
    """A new upload, always from its first byte: what the usual clients expect of one they have just made."""
    upload = Upload(id=chance.new_id(), user_id=viewer.user_id, sha256=sha256, media_type=media_type, size=size)
    upload.received, upload.expires_at = 0, at + KEPT_FOR
    db.session.add(upload)
    db.session.flush()
    return upload


def receipt_of(sha256: str) -> str | None:
    """The viewer's own receipt for that photo; others' photos are unknown to him."""
    return db.session.scalars(RECEIPT, {"brought": sha256}).one_or_none()


def locked(upload_id: UUID, sha256: str) -> Upload | None:
    """The upload as it is now, with all of this person's uploads of that photo: they end one after the other."""
    rows = db.session.scalars(LOCKED, {"brought": sha256}).all()
    return next((row for row in rows if row.id == upload_id), None)


def arrive(upload: Upload, media_type: str, viewer: Viewer, at: datetime) -> Journal:
    """Its bytes are in the store: say so, fill the slots that wait for them, complete what is whole by that."""
    blob = {"sha256": upload.sha256, "size": upload.size, "media_type": media_type, "stored_at": at}
    db.session.execute(insert(Blob).values(**blob).on_conflict_do_nothing())
    act = Act("photo.arrive", upload.id, {"sha256": upload.sha256, "bytes": upload.size}, {"sha256": upload.sha256})
    event = write(act, places.of_user(viewer), viewer, at)
    upload.received = upload.size
    complete(arrived(upload.sha256, at), at)
    return event


def hold(sha256: str, receipt: str, viewer: Viewer, at: datetime) -> str:
    """From now on this person has brought that photo; returns the proof, which is the first one where there was one."""
    holder = {"sha256": sha256, "user_id": viewer.user_id, "receipt": receipt, "received_at": at}
    new = insert(BlobHolder).values(**holder).on_conflict_do_nothing().returning(BlobHolder.sha256)
    if db.session.execute(new).scalar_one_or_none() is not None:
        return receipt
    first = select(BlobHolder.receipt).where(BlobHolder.sha256 == sha256, BlobHolder.user_id == viewer.user_id)
    return db.session.scalars(first).one()


def complete(owner_ids: Iterable[UUID], at: datetime) -> None:
    """Every photo of these is here. A step that fails just now is left to the sweep; the photo stays."""
    for owner_id in owner_ids:
        with apart(owner_id):
            _complete_answer(owner_id, at)
            _complete_self_check(owner_id, at)
            _complete_recheck(owner_id, at)


def _complete_recheck(recheck_id: UUID, at: datetime) -> None:
    """What follows is not the inspector's to see: a job of SYSTEM does it."""
    waiting = select(Recheck.id).where(Recheck.id == recheck_id, Recheck.state == RecheckState.REPORTED)
    if db.session.scalars(waiting).one_or_none() is not None:
        plan_once(CONCLUDE, recheck_id, at)
        ring_after_commit(CONCLUDE, str(recheck_id))


def _complete_self_check(check_id: UUID, at: datetime) -> None:
    waiting = select(SelfCheck).where(SelfCheck.id == check_id, SelfCheck.whole_at.is_(None))
    check = db.session.scalars(waiting.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if check is not None:
        complete_self_check(check, at)


def _complete_answer(evidence_id: UUID, at: datetime) -> None:
    """A step of SYSTEM for the submitter (decision 18), whoever brought the last photo."""
    waiting = select(Evidence).where(Evidence.id == evidence_id, Evidence.state == EvidenceState.WAITING)
    evidence = db.session.scalars(waiting.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if evidence is None:
        return
    finding = db.session.scalars(select(Finding).where(Finding.id == evidence.finding_id)).one()
    submitter = Viewer(Role.SYSTEM, evidence.submitted_by, evidence.unit_id, evidence.county_id, evidence.town_id)
    become_whole(evidence, finding, submitter, at)
