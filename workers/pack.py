"""Evidence packs (证据包) in the worker: made with the eyes of whoever asked, kept for a week."""

from datetime import datetime

from sqlalchemy import select

from app.actions.pack import become_ready, subject_of
from app.db import db
from app.domain.pack import PackState
from app.models import Account, Pack, User
from app.pack.made import made
from app.queries.by_id import one
from app.storage import photo_store

KEPT = (PackState.READY, PackState.BROKEN)


def make(key: str, at: datetime) -> None:
    """First the bytes, then what tells of them: a worker killed in between makes the same pack once more."""
    pack = one(Pack, key)
    if pack.state != PackState.WAITING:
        return
    account = db.session.scalars(select(Account).where(Account.user_id == pack.asked_by)).first()
    if account is None or account.closed_at is not None:
        return
    file, result = made(subject_of(pack), account.viewer, at)
    with file:
        photo_store().keep_pack(pack.id, file)
    become_ready(pack, result, one(User, pack.asked_by), at)


def forget(key: str, at: datetime) -> None:
    """The bytes go; the row stays, and with it the hash by which a copy is known."""
    pack = one(Pack, key)
    if pack.state in KEPT and pack.ends_at is not None and pack.ends_at <= at:
        photo_store().drop_pack(pack.id)
        pack.state = PackState.GONE
