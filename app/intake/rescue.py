"""Rescue (导入救援文件): what a phone could not send arrives by hand, as if it had sent it: same verdicts, same receipts."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.access import in_place_of
from app.actions import upload as uploads
from app.actions.journal import Act, write
from app.actions.places import of_user
from app.db import db, now, viewer
from app.domain.people import SYSTEM, Viewer
from app.domain.problems import Problem
from app.intake.files import bearable, finish
from app.intake.judge import judge_all
from app.intake.sealed_file import Blob, Head, frames_of, head_of, listed
from app.models import Account, DeviceGrant, QueueKey
from app.storage import photo_store
from app.storage.spool import Spool

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What became of it: verdicts of records; photos stored, there already, or not a picture."""

    head: Head
    records: Counter[str] = field(default_factory=Counter)
    photos: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Maker:
    """Who made it, as the account stands today. A phone whose grant was revoked speaks for nobody (decision 36)."""

    viewer: Viewer
    revoked: bool
    key: str


def take_in(file: IO[bytes], importer: Viewer) -> Outcome:
    """All of the file, in its maker's place, and journaled however far it came: what was cut short is imported again."""
    head = head_of(file)
    maker = _maker(head, importer)
    frames = frames_of(file, head, maker.key)
    operations, blobs = listed(next(frames), head)
    outcome = Outcome(head)
    try:
        with in_place_of(maker.viewer, importer):
            for n, raw in enumerate(operations, 1):
                outcome.records[_verdict(raw, head, maker, n)] += 1
            for blob, content in zip(blobs, frames, strict=True):
                outcome.photos[_bring(blob, content)] += 1
    finally:
        _journal(outcome, importer)
    return outcome


def _verdict(raw: Any, head: Head, maker: Maker, n: int) -> str:
    """Each alone: the one row that kept a phone from sending must not keep the others from being rescued."""
    try:
        (verdict,) = judge_all([raw], head.device_id, maker.revoked)
    except (Problem, DBAPIError, ValueError, TypeError, AttributeError):
        db.session.rollback()
        log.exception("row %s of a rescue file of phone %s was not taken", n, head.device_id)
        return "refused"
    return str(verdict["verdict"])


def _maker(head: Head, importer: Viewer) -> Maker:
    """Of the importer's own county, and known to have a queue on that phone; anybody else's file does not open here."""
    with in_place_of(SYSTEM, importer):
        account = db.session.scalars(select(Account).where(Account.user_id == head.user_id)).one_or_none()
        key = db.session.get(QueueKey, (head.user_id, head.device_id))
        if account is None or key is None or account.county_id != importer.county_id:
            raise Problem("rescue_unreadable")
        grants = select(DeviceGrant).where(
            DeviceGrant.account_id == account.id, DeviceGrant.device_id == head.device_id
        )
        standing = [grant for grant in db.session.scalars(grants) if grant.revoked_at is None]
        return Maker(account.viewer, account.closed_at is not None or not standing, key.key)


def _bring(blob: Blob, content: bytes) -> str:
    """As the end of an upload: `stored`, `there`, or `refused` where it is none that we take."""
    if uploads.receipt_of(blob.sha256) is not None:
        return "there"
    try:
        bearable(blob.media_type, len(content))
        upload = uploads.begin(blob.sha256, blob.media_type, len(content), viewer(), now())
        with Spool.open(photo_store().spool, str(upload.id), 0) as spool:
            upload.received = spool.take([content], 0)
            finish(upload, spool)
    except Problem as refusal:
        db.session.rollback()
        if refusal.code in {"unavailable", "storage_full"}:
            raise
        return "refused"
    db.session.commit()
    return "stored"


def _journal(outcome: Outcome, importer: Viewer) -> None:
    """In the importer's own stream, and counts alone: the office's others may not know of a hidden round."""
    said = {"user_id": str(outcome.head.user_id), "made_at": outcome.head.made_at.isoformat()}
    counts = {"records": outcome.records.total(), "photos": outcome.photos.total()}
    write(Act("rescue.import", outcome.head.device_id, {**said, **counts}), of_user(importer), importer, now())
