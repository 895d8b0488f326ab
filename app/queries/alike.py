"""Photos that look alike (相似照片): which remembered ones share the most words with a look, in one index scan."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Integer, Select, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from app.db import db
from app.domain.evidence import PhotoOwner
from app.models import Evidence, Photo, PhotoClaim, PhotoLikeness, PhotoLook, PhotoWord

MOST = 12  # whose layouts are read: a thousand bytes each, judged before any picture is opened
MOST_OWN, MOST_SHOWN = 12, 20
FEWEST = 3  # words in common; fewer are chance


def candidates(guesses: Sequence[int], apart_from: Collection[str]) -> list[tuple[str, bytes | None]]:
    """Hashes and layouts of photos, the likeliest first; `apart_from` are the photo itself and those of its points.

    The words are one array: two thousand parameters took longer to write and to plan than the search itself.
    """
    asked = bindparam("asked", list(guesses), ARRAY(Integer))
    common = func.count().label("common")
    counted = (
        select(PhotoWord.look_id, common)
        .where(PhotoWord.word == any_(asked))
        .group_by(PhotoWord.look_id)
        .having(common >= FEWEST)
        .order_by(common.desc(), PhotoWord.look_id)
        .limit(MOST + len(apart_from))
        .subquery()
    )
    named = (
        select(PhotoLook.sha256, PhotoLook.layout)
        .join(counted, counted.c.look_id == PhotoLook.id)
        .order_by(counted.c.common.desc(), PhotoLook.id)
    )
    return [(sha256, layout) for sha256, layout in db.session.execute(named) if sha256 not in apart_from][:MOST]


def of_the_same_points(sha256: str) -> list[str]:
    """Pictures before and after of the points that this photo belongs to: what is compared whatever the words say."""
    own = select(Evidence.finding_id).join(Photo, Photo.owner_id == Evidence.id).where(Photo.sha256 == sha256)
    points = own.union(select(Photo.owner_id).where(Photo.sha256 == sha256, Photo.owner_kind == PhotoOwner.FINDING))
    point_ids = list(db.session.scalars(points))
    answers = select(Evidence.id).where(Evidence.finding_id.in_(point_ids))
    theirs = select(Photo.sha256).where(
        or_(Photo.owner_id.in_(point_ids), Photo.owner_id.in_(answers)),
        Photo.sha256 != sha256,
        Photo.derived_at.is_not(None),
    )
    return list(dict.fromkeys(db.session.scalars(theirs.order_by(Photo.arrived_at).limit(MOST_OWN))))


def twins_of(photo: Photo) -> list[tuple[Photo, PhotoLikeness | None]]:
    """Other photos that are this one, where the viewer sees both; without a likeness they are the very same bytes."""
    hashes = [photo.sha256, *([photo.claim.original_sha256] if photo.claim else [])]
    exact = select(Photo).outerjoin(PhotoClaim, PhotoClaim.photo_id == Photo.id)
    same_bytes = or_(Photo.sha256.in_(hashes), PhotoClaim.original_sha256.in_(hashes))
    found: dict[UUID, tuple[Photo, PhotoLikeness | None]] = {
        it.id: (it, None) for it in db.session.scalars(exact.where(same_bytes, Photo.id != photo.id).limit(MOST_SHOWN))
    }
    for like in db.session.scalars(_likenesses(photo).where(PhotoLikeness.same)):
        other = like.earlier if like.later == photo.sha256 else like.later
        for it in db.session.scalars(
            select(Photo).where(Photo.sha256 == other, Photo.id != photo.id).limit(MOST_SHOWN)
        ):
            found.setdefault(it.id, (it, like))
    return sorted(found.values(), key=lambda it: (it[0].arrived_at is None, it[0].arrived_at, str(it[0].id)))


def likeness_between(one: Photo, other: Photo) -> PhotoLikeness | None:
    """Of a point's picture before and after: with `one` as the later of them, if it was so compared."""
    asked = _likenesses(one).where(or_(PhotoLikeness.later == other.sha256, PhotoLikeness.earlier == other.sha256))
    return db.session.scalars(asked.order_by(PhotoLikeness.later != one.sha256)).first()


def _likenesses(photo: Photo) -> Select[PhotoLikeness]:
    either = or_(PhotoLikeness.later == photo.sha256, PhotoLikeness.earlier == photo.sha256)
    return select(PhotoLikeness).where(either)


def is_searched(photo: Photo) -> bool:
    searched = select(PhotoLook.id).where(PhotoLook.sha256 == photo.sha256, PhotoLook.searched_at.is_not(None))
    return db.session.scalars(searched).first() is not None
