"""Likeness (相似比对): a photo is remembered by its words, then looked for among all that came before, and beside its point's own.

Two jobs, so that of two photos which come at once at least the later search sees the other's words.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_new

from app.actions.journal import plan
from app.db import db
from app.domain.reactions import SEARCH
from app.models import PhotoLikeness, PhotoLook, PhotoWord
from app.pictures.layouts import layout_of, to_open
from app.pictures.likeness import Likeness, likeness, likeness_laid
from app.pictures.looks import Look, gray_of, guesses_of, look_of, sought_of, words_of
from app.pictures.prints import SMALL
from app.queries.alike import candidates, of_the_same_points
from app.storage import photo_store

Learned = dict[str, dict[str, Any]]  # of a photo by its hash: columns of its look


def remember(key: str, at: datetime) -> None:
    """Its words, once; then it is to be searched."""
    look = _look(key)
    if look is None or db.session.scalars(select(PhotoLook.id).where(PhotoLook.sha256 == key)).first() is not None:
        return
    made = insert(PhotoLook).values(sha256=key, made_at=at, layout=layout_of(look)).returning(PhotoLook.id)
    look_id = db.session.execute(made).scalar_one()
    words = [{"word": word, "look_id": look_id} for word in words_of(look)]
    if words:
        db.session.execute(insert(PhotoWord), words)
    plan(SEARCH, key, at)


def search(key: str, at: datetime) -> None:
    """First against the pictures of its own points, then against the likeliest of all history."""
    look = _look(key)
    if look is None:
        return
    own = of_the_same_points(key)
    learned: Learned = {key: {"searched_at": at}}
    for earlier, result in _beside(look, own):
        _keep(key, earlier, result, at)
    for earlier, result in _among_all(look, {key, *own}, learned):
        if result.same:
            _keep(key, earlier, result, at)
    for sha256 in sorted(learned):  # in one order, so that two searches never wait for each other
        db.session.execute(update(PhotoLook).where(PhotoLook.sha256 == sha256).values(**learned[sha256]))


def _beside(look: Look, own: Iterable[str]) -> Iterable[tuple[str, Likeness]]:
    for earlier in own:
        other = _look(earlier)
        if other is not None:
            yield earlier, likeness(look, other)


def _among_all(look: Look, apart_from: set[str], learned: Learned) -> Iterable[tuple[str, Likeness]]:
    sought = sought_of(look)
    for earlier, agreed in to_open(sought, look, candidates(guesses_of(sought), apart_from)):
        picture = photo_store().small(earlier, SMALL)
        if picture is not None and agreed is not None:
            yield earlier, likeness_laid(look, gray_of(picture), agreed)
        elif picture is not None:  # remembered before layouts were
            other = look_of(picture)
            learned[earlier] = {"layout": layout_of(other)}
            yield earlier, likeness(look, other)


def _look(sha256: str) -> Look | None:
    """None before its small picture is made, or where none can be."""
    small = photo_store().small(sha256, SMALL)
    return None if small is None else look_of(small)


def _keep(later: str, earlier: str, result: Likeness, at: datetime) -> None:
    row = {
        "later": later,
        "earlier": earlier,
        "same": result.same,
        "share": result.share,
        "fits": result.fits,
        "mirrored": result.mirrored,
        "matrix": list(result.matrix),
        "compared_at": at,
    }
    db.session.execute(insert_new(PhotoLikeness).values(**row).on_conflict_do_nothing())
