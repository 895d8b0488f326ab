"""Looks (图样) of photos to be found again by their words, and how two photos compare (相似): kept by hash, made anew at any time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, String
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PhotoLook(Base):
    """A photo whose words are remembered. A short number of its own: it stands beside each of a hundred words.

    `layout`: where they lie in the picture, packed; NULL where that was not kept yet, until the photo is compared again.
    """

    __tablename__ = "photo_look"

    id: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    searched_at: Mapped[datetime | None]  # compared with all that was remembered by then
    layout: Mapped[bytes | None]


class PhotoWord(Base):
    """Read by its key alone, which holds all there is: no page of the table itself is fetched."""

    __tablename__ = "photo_word"

    word: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    look_id: Mapped[int] = mapped_column(Integer, ForeignKey("photo_look.id"), primary_key=True)


class PhotoLikeness(Base):
    """`later` was compared with `earlier`; `matrix` lays the earlier small picture over the later one, row by row.

    `share`: of the picture's detail that agrees; `fits`: features in one homography. Kept for copies, and for the
    before- and after-photos of one point whatever they are.
    """

    __tablename__ = "photo_likeness"
    __table_args__ = (
        CheckConstraint("later <> earlier", name="of_two_photos"),
        Index("ix_photo_likeness_earlier", "earlier"),
    )

    later: Mapped[str] = mapped_column(String(64), primary_key=True)
    earlier: Mapped[str] = mapped_column(String(64), primary_key=True)
    same: Mapped[bool]
    share: Mapped[float]
    fits: Mapped[int]
    mirrored: Mapped[bool]
    matrix: Mapped[list[float]] = mapped_column(ARRAY(DOUBLE_PRECISION))
    compared_at: Mapped[datetime]
