"""Access log (访问记录): who opened what, when, and why if they said; a sealed original is told in the journal as well."""

from datetime import datetime
from uuid import UUID

from app.actions import places
from app.actions.journal import Act, write
from app.db import db
from app.domain.mask import Which
from app.domain.people import Viewer
from app.models import AccessLog, Photo


def note_opening(noun: str, subject_id: UUID, viewer: Viewer, at: datetime, why: str = "") -> None:
    db.session.add(AccessLog(at=at, user_id=viewer.user_id, noun=noun, subject_id=subject_id, why=why or None))


def note_unsealing(photo: Photo, which: Which, viewer: Viewer, at: datetime, why: str) -> None:
    """What everybody else sees only covered was opened as it is."""
    act = Act("photo.unseal", photo.id, {"which": which, "note": why})
    write(act, places.of_photo(photo), viewer, at)
