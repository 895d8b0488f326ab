"""Twins (旧照对照): a photo beside others that are the same one, as far as the viewer sees both; a person decides what it means."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, request, url_for

from app.access import endpoint
from app.domain.problems import not_found
from app.models import Photo as PhotoRow
from app.models import PhotoLikeness
from app.pages.frame import render
from app.pages.marks import outline_of
from app.pages.parts import Link, Photo, photo_of
from app.pages.photo_place import place_of
from app.pages.roles import OFFICE
from app.queries.alike import twins_of
from app.queries.by_id import one

blueprint = Blueprint("twins", __name__)


@dataclass(frozen=True)
class Twin:
    """`how`: the same bytes, edited, or mirrored; `place`: the point it belongs to, where the viewer sees it."""

    url: str
    photo: Photo
    how: str
    share: int | None
    place: Link | None
    current: bool


@dataclass(frozen=True)
class TwinsPage:
    photo: Photo
    place: Link | None
    twins: list[Twin]
    shown: Twin
    matrix: list[float] | None


@blueprint.get("/photos/<raw_id>/twins")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    photo = one(PhotoRow, raw_id)
    found = twins_of(photo)
    if not found:
        raise not_found()
    wanted = request.args.get("with")
    row, like = next((it for it in found if str(it[0].id) == wanted), found[0])
    twins = [_twin(photo, other, how, current=other is row) for other, how in found]
    shown = next(it for it in twins if it.current)
    page = TwinsPage(_outlined(photo, like), place_of(photo), twins, shown, _matrix(photo, like))
    return render("twins/show.html", page=page)


def _twin(photo: PhotoRow, other: PhotoRow, like: PhotoLikeness | None, *, current: bool) -> Twin:
    how = "exact" if like is None else "mirrored" if like.mirrored else "edited"
    url = f"{url_for('twins.show', raw_id=photo.id)}?with={other.id}"
    return Twin(url, photo_of(other), how, round(like.share * 100) if like else None, place_of(other), current)


def _outlined(photo: PhotoRow, like: PhotoLikeness | None) -> Photo:
    """With the edges of the other picture drawn where they lie in this one."""
    matrix = _matrix(photo, like)
    drawing = outline_of(matrix, photo.sha256) if matrix else None
    return replace(photo_of(photo), marks=drawing) if drawing else photo_of(photo)


def _matrix(photo: PhotoRow, like: PhotoLikeness | None) -> list[float] | None:
    return list(like.matrix) if like and like.later == photo.sha256 else None
