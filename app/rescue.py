"""Rescue (导入救援文件): what a phone could not send arrives by hand, as if it had sent it: same verdicts, same receipts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Any

from sqlalchemy import select

from app.access import in_place_of, viewer_of
from app.actions import upload as uploads
from app.actions.journal import Act, write
from app.actions.places import of_county
from app.db import db, now, viewer
from app.domain.people import SYSTEM, Viewer
from app.domain.problems import Problem
from app.intake import bearable, finish
from app.judge import judge_all
from app.models import Account, DeviceGrant, QueueKey
from app.schemas.operation import MOST
from app.sealed_file import Head, frames_of, head_of, listed
from app.storage import photo_store
from app.storage.spool import Spool


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
    """All of the file, in its maker's place. A file cut short has stored what came before the cut: import it again."""
    head = head_of(file)
    maker = _maker(head, importer)
    frames = frames_of(file, head, maker.key)
    operations, blobs = listed(next(frames, b'{"operations": [], "blobs": []}'))
    outcome = Outcome(head)
    with in_place_of(maker.viewer, importer):
        for at in range(0, len(operations), MOST):
            verdicts = judge_all(operations[at : at + MOST], head.device_id, maker.revoked)
            outcome.records.update(verdict["verdict"] for verdict in verdicts)
        for blob, content in zip(blobs, frames, strict=False):
            outcome.photos[_bring(blob, content)] += 1
    _journal(outcome, importer)
    return outcome


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
        return Maker(viewer_of(account), account.closed_at is not None or not standing, key.key)


def _bring(blob: dict[str, Any], content: bytes) -> str:
    """As the end of an upload: `stored`, `there`, or `refused` where it is none that we take."""
    sha256, media_type, at = str(blob.get("sha256")), str(blob.get("type")), now()
    if uploads.receipt_of(sha256) is not None:
        return "there"
    try:
        bearable(media_type, len(content))
        upload = uploads.begin(sha256, media_type, len(content), viewer(), at)
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
    """Counts alone: who reads this stream may not know of a hidden round."""
    said = {"user_id": str(outcome.head.user_id), "made_at": outcome.head.made_at}
    counts = {"records": outcome.records.total(), "photos": outcome.photos.total()}
    write(Act("rescue.import", outcome.head.device_id, {**said, **counts}), of_county(importer), importer, now())
