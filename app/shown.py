"""Shown (给人看的图): a picture goes out only while its bytes are those that were made, and never without what is hidden in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256 as hash_of

from app.actions.journal import plan
from app.db import db, now, ring_after_commit
from app.domain.problems import Problem
from app.domain.reactions import LOOK_AT
from app.exported import exported
from app.models import Photo, PhotoMask
from app.pictures.cover import covered, covered_jpeg
from app.pictures.prints import LARGE
from app.queries.masks import boxes_in, hidden_in, published_without
from app.queries.prints import digests_of
from app.storage import photo_store

MARK = 12  # letters that tell one set of masks from another


@dataclass(frozen=True)
class Picture:
    """`mark` is empty where nothing is hidden; a browser that holds the picture under another asks anew."""

    content: bytes
    mark: str


def shown(sha256: str, size: int) -> Picture | None:
    """None: not made yet. Masks are drawn as it goes out, so that no copy of before lies anywhere to be given by mistake."""
    content, hidden = _whole(sha256, size), hidden_in(sha256)
    if content is None:
        return None
    if not hidden:
        return Picture(content, "")
    return Picture(covered(content, boxes_in(hidden)), _mark(hidden))


def published(photo: Photo) -> bytes | None:
    """A JPEG to publish: without stamp and metadata, under every mask of the photo; None: not made yet."""
    content = _whole(photo.sha256, LARGE)
    return content and exported(covered_jpeg(content, boxes_in(published_without(photo))))


def stamped(photo: Photo) -> bytes | None:
    """None as well while it shows what is hidden in these bytes since it was made, or beside this photo."""
    must = {str(it.id) for it in hidden_in(photo.sha256)}
    if photo.stamped_at is None or not must <= set(photo.stamped_with or ()):
        return None
    content = photo_store().stamped(photo.id)
    if photo.stamped_digest is None or (content is not None and hash_of(content).hexdigest() == photo.stamped_digest):
        return content and exported(content)
    raise _refused(photo.sha256)


def _whole(sha256: str, size: int) -> bytes | None:
    """What was made and is lost or changed is a refusal, and the worker looks at it at once."""
    digest, content = digests_of(sha256).get(size), photo_store().small(sha256, size)
    if digest is None or (content is not None and hash_of(content).hexdigest() == digest):
        return content
    raise _refused(sha256)


def _refused(sha256: str) -> Problem:
    plan(LOOK_AT, sha256, now())
    ring_after_commit(LOOK_AT, sha256)
    db.session.commit()  # although the answer is a refusal
    return Problem("photo_integrity")


def _mark(masks: Sequence[PhotoMask]) -> str:
    return hash_of(" ".join(sorted(str(it.id) for it in masks)).encode()).hexdigest()[:MARK]
