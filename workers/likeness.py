"""Likeness (相似比对): a photo is remembered by its words, then looked for among all that came before, and beside its point's own.

Two jobs, so that of two photos which come at once at least the later search sees the other's words.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_new

from app.actions.journal import plan
from app.db import db
from app.domain.reactions import SEARCH
from app.models import PhotoLikeness, PhotoLook, PhotoWord
from app.pictures.likeness import Likeness, likeness
from app.pictures.looks import Look, guesses_of, look_of, words_of
from app.pictures.prints import SMALL
from app.queries.alike import candidates, of_the_same_points
from app.storage import photo_store


def remember(key: str, at: datetime) -> None:
    """Its words, once; then it is to be searched."""
    look = _look(key)
    if look is None or db.session.scalars(select(PhotoLook.id).where(PhotoLook.sha256 == key)).first() is not None:
        return
    made = insert(PhotoLook).values(sha256=key, made_at=at).returning(PhotoLook.id)
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
    for earlier, result in _compared(look, [*own, *candidates(guesses_of(look), key)]):
        if result.same or earlier in own:
            _keep(key, earlier, result, at)
    db.session.execute(update(PhotoLook).where(PhotoLook.sha256 == key).values(searched_at=at))


def _compared(look: Look, hashes: Iterable[str]) -> Iterable[tuple[str, Likeness]]:
    for earlier in dict.fromkeys(hashes):
        other = _look(earlier)
        if other is not None:
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
