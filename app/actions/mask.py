"""Masks (遮盖): drawn, drawn anew or taken away, each a row and an act; the stamped copy is made again after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.actions import places
from app.actions.journal import Act, write
from app.db import db
from app.domain import chance
from app.domain.mask import Box, Reach, check_reason, checked
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.models import Photo, PhotoMask
from app.queries.masks import newest_mask
from app.queries.stamp import whose


@dataclass(frozen=True)
class Masking:
    """`seen`: the number of the newest mask its maker had before them, 0 for none. No boxes: nothing is covered any more."""

    boxes: tuple[Box, ...]
    reach: Reach
    why: str
    seen: int


def mask(photo: Photo, masking: Masking, viewer: Viewer, at: datetime) -> PhotoMask:
    """Two at once: the second finds the first one's row, and is told so."""
    db.session.scalars(select(Photo.id).where(Photo.id == photo.id).with_for_update(of=Photo)).one()
    before, boxes = newest_mask(photo), checked(masking.boxes)
    if (before.n if before else 0) != masking.seen:
        raise Problem("stale_version")
    if not boxes and not (before and before.boxes):
        raise Problem("mask_nothing")
    was = Reach(before.reach) if before and before.boxes else None
    check_reason(masking.why, was, masking.reach if boxes else None)
    row = PhotoMask(id=chance.new_id(), photo_id=photo.id, county_id=photo.county_id, sha256=photo.sha256, made_at=at)
    row.n, row.reach, row.boxes = masking.seen + 1, masking.reach, [box.stored() for box in boxes]
    db.session.add(row)
    photo.stamped_at = None  # what lies there shows too much or too little
    write(_act(photo, row, masking.why), places.of_photo(photo), viewer, at)
    return row


def _act(photo: Photo, row: PhotoMask, why: str) -> Act:
    """Asks for a new stamp in the town of its point; whether that may have one yet, the worker knows."""
    of, said = whose(photo), {"n": row.n, "boxes": len(row.boxes), "note": why}
    keys: dict[str, object] = {"town_id": of.finding.town_id} if of else {}
    if not row.boxes:
        return Act("photo.unmask", photo.id, said, keys)
    if row.reach == Reach.EVERYWHERE:
        return Act("photo.redact", photo.id, said, keys)
    return Act("photo.mask", photo.id, said, keys)
