"""Photos that look alike (相似照片): which remembered ones share the most words with a look, in one index scan."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.db import db
from app.models import PhotoLook, PhotoWord

MOST = 6  # that are compared picture by picture
FEWEST = 3  # words in common; fewer are chance


def candidates(guesses: Sequence[int], apart_from: str) -> list[str]:
    """Hashes of photos, the likeliest first; `apart_from` is the photo itself."""
    common = func.count().label("common")
    counted = (
        select(PhotoWord.look_id, common)
        .where(PhotoWord.word.in_(guesses))
        .group_by(PhotoWord.look_id)
        .having(common >= FEWEST)
        .order_by(common.desc(), PhotoWord.look_id)
        .limit(MOST + 1)
        .subquery()
    )
    named = select(PhotoLook.sha256).join(counted, counted.c.look_id == PhotoLook.id).order_by(counted.c.common.desc())
    return [sha256 for sha256 in db.session.scalars(named) if sha256 != apart_from][:MOST]
