"""Desk acts (桌面操作): a form counts once; the database decides which of two was first, never a look before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db import db
from app.domain.people import Viewer
from app.models import DeskAct


def begin(op_id: UUID, viewer: Viewer, at: datetime) -> bool:
    """Take the form's id; False if it was taken before. A twin under way is waited for."""
    row = insert(DeskAct).values(op_id=op_id, user_id=viewer.user_id, at=at, location="")
    made = db.session.execute(row.on_conflict_do_nothing().returning(DeskAct.op_id))
    return made.scalar_one_or_none() is not None


def known(op_id: UUID) -> DeskAct:
    """The viewer's own form of that id."""
    return db.session.scalars(select(DeskAct).where(DeskAct.op_id == op_id)).one()
