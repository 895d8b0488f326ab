"""Originals (原图): opened one at a time, each time written down, of a sealed photo with the reason."""

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.actions.access import note_opening, note_unsealing
from app.db import db, now
from app.domain.mask import Which, check_opening
from app.domain.people import Role
from app.domain.problems import Problem
from app.errors import STATUS
from app.models import Photo as PhotoRow
from app.pages.form import SHOWN, loaded, sent
from app.pages.frame import Said, render
from app.pages.openings import Opening, openings_of
from app.pages.parts import Link, Photo, photo_of, t
from app.pages.photo_place import place_of
from app.pictures.header import media_type_of
from app.queries.access import openings_at
from app.queries.by_id import one
from app.queries.masks import hidden_in
from app.queries.originals import is_released
from app.schemas.mask import OpeningForm
from app.storage import photo_store
from app.storage.faults import BytesChanged, BytesLost
from app.web import original_to_keep

blueprint = Blueprint("originals", __name__)
OPENERS = (Role.SUPERVISOR, Role.INSPECTOR)
ANY_SIZE = 10**12  # its pixels were counted when it came


@dataclass(frozen=True)
class OriginalPage:
    photo: Photo
    place: Link | None
    sealed: bool
    whichs: list[tuple[str, str]]
    open_url: str
    openings: list[Opening]


@blueprint.get("/photos/<raw_id>/original")
@endpoint(*OPENERS)
def show(raw_id: str) -> Response:
    photo = one(PhotoRow, raw_id)
    _check(photo, why="-")  # the reason is asked for here
    return render("originals/show.html", page=_page(photo))


@blueprint.post("/photos/<raw_id>/original")
@endpoint(*OPENERS)
def open_it(raw_id: str) -> Response:
    """By a form, so that a link opens nothing, and a reason stands in no address. Sent twice it is opened twice."""
    photo = one(PhotoRow, raw_id)
    try:
        return _opened(photo)
    except Problem as refused:
        if refused.kind not in SHOWN:
            raise
        problem = refused
    db.session.rollback()
    said = [Said("red", t(f"p.{problem.code}", **problem.params))]
    return render("originals/show.html", said, STATUS[problem.kind], page=_page(one(PhotoRow, raw_id)))


def _opened(photo: PhotoRow) -> Response:
    asked, viewer = loaded(OpeningForm(), sent()), caller().viewer
    which, why = Which(asked["which"]), asked["why"]
    _check(photo, why)
    content = _bytes(photo, which)
    note_opening(which, photo.id, viewer, now(), why)
    if hidden_in(photo.sha256):
        note_unsealing(photo, which, viewer, now(), why)
    return original_to_keep(content, f"{photo.id}-{which}", media_type_of(BytesIO(content), ANY_SIZE))


def _check(photo: PhotoRow, why: str) -> None:
    check_opening(caller().viewer.role, why, released=is_released(photo), sealed=bool(hidden_in(photo.sha256)))


def _bytes(photo: PhotoRow, which: Which) -> bytes:
    """As they came, to the last bit; the camera's own file may never have been sent."""
    if photo.claim is None:
        raise Problem("original_missing")
    try:
        return photo_store().original(photo.sha256 if which is Which.SENT else photo.claim.original_sha256)
    except BytesLost as lost:
        raise Problem("original_missing" if which is Which.UNTOUCHED else "photo_integrity") from lost
    except BytesChanged as changed:
        raise Problem("photo_integrity") from changed


def _page(photo: PhotoRow) -> OriginalPage:
    return OriginalPage(
        photo=photo_of(photo),
        place=place_of(photo),
        sealed=bool(hidden_in(photo.sha256)),
        whichs=[(it.value, t(f"d.original.which.{it}")) for it in Which],
        open_url=url_for("originals.open_it", raw_id=photo.id),
        openings=openings_of(openings_at(photo.id)),
    )
