"""Masks (遮盖) to read: a photo's own, and what is hidden in bytes, as far as the viewer sees photos of those bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.db import db
from app.domain.mask import Box, Reach, boxes_of
from app.models import Photo, PhotoMask

UNDER_WAY = timedelta(seconds=10)  # an act has the time of its beginning


def newest_mask(photo: Photo) -> PhotoMask | None:
    own = select(PhotoMask).where(PhotoMask.photo_id == photo.id)
    return db.session.scalars(own.order_by(PhotoMask.n.desc()).limit(1)).one_or_none()


def hidden_in(sha256: str) -> list[PhotoMask]:
    """Of every photo with those bytes that the viewer sees: a likeness with another town's tells nobody anything (decision 8)."""
    return everywhere(db.session.scalars(select(PhotoMask).where(PhotoMask.sha256 == sha256).order_by(PhotoMask.n)))


def published_without(photo: Photo) -> list[PhotoMask]:
    """What a copy that leaves the house must not show: its own, and what is hidden anyway."""
    rows = select(PhotoMask).where(PhotoMask.sha256 == photo.sha256).order_by(PhotoMask.n)
    return of_a_copy(photo, db.session.scalars(rows))


def redacted_since(at: datetime) -> bool:
    """Whether anything the viewer sees was hidden from everybody after that, or was about to be."""
    later = select(PhotoMask.id).where(PhotoMask.made_at > at - UNDER_WAY, PhotoMask.reach == Reach.EVERYWHERE)
    return db.session.scalars(later.where(func.jsonb_array_length(PhotoMask.boxes) > 0).limit(1)).first() is not None


def of_a_copy(photo: Photo, in_order: Iterable[PhotoMask]) -> list[PhotoMask]:
    newest = {row.photo_id: row for row in in_order}
    own = newest.get(photo.id)
    others = [row for row in newest.values() if row is not own]
    return [*([own] if own and own.boxes else []), *everywhere(others)]


def everywhere(in_order: Iterable[PhotoMask]) -> list[PhotoMask]:
    """The newest of each photo, if it hides something from everybody."""
    newest = {row.photo_id: row for row in in_order}
    return [row for row in newest.values() if row.reach == Reach.EVERYWHERE and row.boxes]


def boxes_in(masks: Sequence[PhotoMask]) -> tuple[Box, ...]:
    return tuple(box for mask in masks for box in boxes_of(mask.boxes))
