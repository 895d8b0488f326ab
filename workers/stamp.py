"""Stamps (水印) in the worker: a code as soon as a photo can be shown, the stamped copy once its point is told."""

import logging
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256 as hash_of
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.actions.journal import plan
from app.db import db, ring_after_commit
from app.domain.reactions import STAMP
from app.models import Photo, PhotoCode
from app.pictures.cover import covered
from app.pictures.prints import LARGE, CannotBeOpened
from app.pictures.stamp import stamped
from app.queries.masks import boxes_in
from app.queries.prints import digests_of
from app.queries.stamp import (
    is_told,
    masks_on_stamp,
    next_unstamped,
    stamped_beside_masks,
    whose,
    without_code,
)
from app.stamps import address_of, code_for, printed
from app.storage import photo_store

log = logging.getLogger(__name__)
AT_ONCE = 10  # photos of one job: a town with hundreds queues up again behind all that came meanwhile


def stamp(key: str, at: datetime) -> None:
    """The next photos of a town; the key is its id and, behind it, the photo that the job before ended with.

    One that cannot be stamped is passed by, and tried again when something else makes its town due.
    """
    town, _, after = key.partition(" ")
    if not after:
        _give_codes(without_code(UUID(town)), at)
        _take_back(UUID(town))
    photos = next_unstamped(UUID(town), UUID(after) if after else None, AT_ONCE)
    for photo in photos:
        _stamp(photo, at)
    if len(photos) == AT_ONCE:
        _ask(f"{town} {photos[-1].id}", at)


def welcome(photos: Iterable[Photo], at: datetime) -> None:
    """They can be shown from now on: they get their codes, and their stamps soon where the town knows the point."""
    towns = _give_codes(photos, at)
    for town_id in sorted(towns):
        _ask(str(town_id), at)


def _give_codes(photos: Iterable[Photo], at: datetime) -> set[UUID]:
    """Each its own, once; returns the towns that know of them."""
    towns = set()
    for photo in photos:
        of, claim = whose(photo), photo.claim
        if of is None or claim is None:
            continue
        facts = {"photo_id": photo.id, "town_id": of.finding.town_id, "taken_at": claim.taken_at, "made_at": at}
        made = insert(PhotoCode).values(code=code_for(photo, claim), **facts)
        db.session.execute(made.on_conflict_do_nothing())
        if is_told(of.finding):
            towns.add(of.finding.town_id)
    return towns


def _take_back(town_id: UUID) -> None:
    """Copies that were made under other masks than are in force: they are made anew with the others."""
    for photo in stamped_beside_masks(town_id):
        if set(photo.stamped_with or ()) != {str(it.id) for it in masks_on_stamp(photo, town_id)}:
            photo.stamped_at = None
    db.session.flush()


def _stamp(photo: Photo, at: datetime) -> None:
    """First the copy, then what tells of it: a worker killed in between makes the same copy once more.

    Made anew under other masks, it bears the code it had.
    """
    of, claim = whose(photo), photo.claim
    code = db.session.get(PhotoCode, code_for(photo, claim)) if claim else None
    content = _large(photo.sha256)
    if of is None or claim is None or code is None or content is None:
        log.error("photo %s cannot be stamped: its large copy, claim or code is not there as it was made", photo.id)
        return
    lines, says = printed(photo, claim, of)
    masks = masks_on_stamp(photo, of.finding.town_id)
    try:
        plain = covered(content, boxes_in(masks)) if masks else content
        copy = stamped(plain, lines, address_of(code.code))
    except CannotBeOpened as error:
        log.warning("photo %s cannot be stamped: %r", photo.id, error.__cause__)
        return
    photo_store().keep_stamped(photo.id, copy)
    photo.stamped_at, photo.stamped_digest = at, hash_of(copy).hexdigest()
    photo.stamped_with = [str(it.id) for it in masks]
    code.told_at, code.time_says = code.told_at or at, says


def _large(sha256: str) -> bytes | None:
    """Only as it was made: a stamp on other bytes would vouch for them."""
    content = photo_store().small(sha256, LARGE)
    whole = content is not None and hash_of(content).hexdigest() == digests_of(sha256).get(LARGE)
    return content if whole else None


def _ask(key: str, at: datetime) -> None:
    plan(STAMP, key, at)
    ring_after_commit(STAMP, key)
