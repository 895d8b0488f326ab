"""Masks (遮盖人脸、车牌): drawn by hand over the picture by the county's office; the same page works without a script."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.actions.access import note_opening
from app.actions.mask import Masking, mask
from app.db import now
from app.domain.mask import MOST, Box, Reach, boxes_of
from app.domain.problems import Problem, not_found
from app.errors import STATUS
from app.models import Photo as PhotoRow
from app.pages.form import answer, loaded, sent
from app.pages.frame import Said, render
from app.pages.history import Event, events
from app.pages.openings import Opening, openings_of
from app.pages.parts import Link, Photo, photo_of, t
from app.pages.photo_place import place_of
from app.pages.roles import OFFICE
from app.queries.access import openings_at
from app.queries.by_id import one
from app.queries.masks import newest_mask
from app.schemas.mask import COLUMNS, MaskForm
from app.shown import published
from app.web import copy_to_keep

blueprint = Blueprint("masks", __name__)
SPARE = 3  # rows to fill by hand where no script draws


@dataclass(frozen=True)
class Row:
    """In per cent, as it stands in the fields."""

    x: str
    y: str
    w: str
    h: str


@dataclass(frozen=True)
class MaskPage:
    photo: Photo
    place: Link | None
    rows: list[Row]
    spare: int
    most: int
    reach: str
    why: str
    version: int
    sealed: bool
    reaches: list[tuple[str, str]]
    save_url: str
    published_url: str
    original_url: str
    events: list[Event]
    openings: list[Opening]


@blueprint.get("/photos/<raw_id>/mask")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    return render("masks/show.html", page=_page(one(PhotoRow, raw_id)))


@blueprint.post("/photos/<raw_id>/mask")
@endpoint(*OFFICE)
def save(raw_id: str) -> Response:
    return answer(lambda: _save(raw_id), lambda problem: _again(raw_id, problem))


@blueprint.get("/photos/<raw_id>/published")
@endpoint(*OFFICE)
def take(raw_id: str) -> Response:
    """What may leave the house: everything that was drawn is covered, for the office's eyes too."""
    photo = one(PhotoRow, raw_id)
    content = published(photo) if photo.derived_at else None
    if content is None:
        raise not_found()
    note_opening("photo", photo.id, caller().viewer, now())
    return copy_to_keep(content, f"{photo.id}-published.jpg")


def _save(raw_id: str) -> str:
    photo = one(PhotoRow, raw_id)
    asked = loaded(MaskForm(), sent(*COLUMNS))
    mask(photo, Masking(asked["boxes"], Reach(asked["reach"]), asked["why"], asked["version"]), caller().viewer, now())
    return url_for("masks.show", raw_id=photo.id)


def _again(raw_id: str, problem: Problem) -> Response:
    """As it was written, with the reason above; the version stays the one that was seen."""
    said = [Said("red", t(f"p.{problem.code}", **problem.params))]
    return render("masks/show.html", said, STATUS[problem.kind], page=_page(one(PhotoRow, raw_id), sent(*COLUMNS)))


def _page(photo: PhotoRow, written: dict[str, Any] | None = None) -> MaskPage:
    newest = newest_mask(photo)
    boxes = boxes_of(newest.boxes) if newest else ()
    reach = newest.reach if newest and boxes else Reach.PUBLISHED.value
    return MaskPage(
        photo=photo_of(photo),
        place=place_of(photo),
        rows=_written(written) if written else [_row(box) for box in boxes],
        spare=SPARE,
        most=MOST,
        reach=str(written.get("reach", reach)) if written else reach,
        why=str(written.get("why", "")) if written else "",
        version=newest.n if newest else 0,
        sealed=bool(boxes) and reach == Reach.EVERYWHERE,
        reaches=[(it.value, t(f"d.mask.reach.{it}")) for it in Reach],
        save_url=url_for("masks.save", raw_id=photo.id),
        published_url=url_for("masks.take", raw_id=photo.id),
        original_url=url_for("originals.show", raw_id=photo.id),
        events=events(photo.id),
        openings=openings_of(openings_at(photo.id)),
    )


def _row(box: Box) -> Row:
    return Row(*(f"{share * 100:.3f}".rstrip("0").rstrip(".") for share in (box.x, box.y, box.w, box.h)))


def _written(fields: dict[str, Any]) -> list[Row]:
    """Whatever was sent stands there again, as far as it is rows at all."""
    rows = zip(*(fields[name] for name in COLUMNS), strict=False)
    return [Row(*row) for row in list(rows)[:MOST] if any(it.strip() for it in row)]
