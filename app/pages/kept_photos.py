"""Photos of a kept operation (待处理的照片): no row tells of them yet, so they are seen with the operation and never else."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, request, url_for
from marshmallow import ValidationError

from app.access import caller, endpoint
from app.actions.access import note_opening
from app.db import now
from app.domain.evidence import PhotoRole
from app.domain.problems import not_found
from app.intake.kept import brought
from app.models import Operation
from app.models import Photo as PhotoRow
from app.pages.kept_words import VERSION
from app.pages.marks import drawing_of
from app.pages.parts import Photo, photo_of
from app.pages.roles import OFFICE
from app.queries.kept import KEPT, declared_in, hashes_of, kept_one, photos_with
from app.schemas.photo import MOST_MARKS, MarkIn
from app.shown import shown
from app.storage import photo_store
from app.web import small_picture

blueprint = Blueprint("kept_photos", __name__)
SMALL, LARGE = "320", "1600"


@blueprint.get(f"/kept/<raw_id>/photos/<sha256>/<any('{SMALL}', '{LARGE}'):size>")
@endpoint(*OFFICE)
def show(raw_id: str, sha256: str, size: str) -> Response:
    """For those who see the operation, if its sender brought the photo; opening the large one is logged."""
    operation, viewer = kept_one(raw_id, request.args.get("version")), caller().viewer
    op_id, key = operation.op_id, (operation.op_id, operation.sha256)
    picture = shown(sha256, int(size)) if sha256 in brought(key, viewer) else None
    if picture is None:
        raise not_found()
    if size == LARGE:
        note_opening("operation", op_id, viewer, now())
    return small_picture(picture.content, f"{op_id}-{sha256}-{size}{picture.mark}")


def pictures_of(operation: Operation, held: Collection[str]) -> list[Photo]:
    """As declared: the photo's own row where that is seen, else what its sender has brought."""
    here = photos_with(hashes_of(operation.payload))
    return [_picture(operation, it, here.get(str(it.get("sha256"))), held) for it in declared_in(operation.payload)]


def held_of(operation: Operation) -> Collection[str]:
    """Of what was applied nothing: its photos have rows of their own."""
    key = (operation.op_id, operation.sha256)
    return brought(key, caller().viewer) if operation.verdict == KEPT else ()


def _picture(operation: Operation, said: dict[str, Any], row: PhotoRow | None, held: Collection[str]) -> Photo:
    if row is not None:
        return photo_of(row)
    sha256, role = str(said.get("sha256")), str(said.get("role"))
    ready = sha256 in held and photo_store().small(sha256, int(SMALL)) is not None
    return Photo(
        id=sha256,
        role=role if role in set(PhotoRole) else PhotoRole.BEFORE,
        ready=ready,
        trouble=None,
        small=_address(operation, sha256, SMALL) if ready else "",
        large=_address(operation, sha256, LARGE) if ready else "",
        taken=None,
        source=None,
        sample=False,
        marks=drawing_of(_marks(said), sha256) if ready else None,
    )


def _marks(said: dict[str, Any]) -> list[dict[str, Any]]:
    """As far as they are marks: nobody has looked at a kept payload before."""
    marks = said.get("marks")
    try:
        read: list[dict[str, Any]] = MarkIn(many=True).load(marks[:MOST_MARKS] if isinstance(marks, list) else [])
    except ValidationError:
        return []
    return read


def _address(operation: Operation, sha256: str, size: str) -> str:
    version = operation.sha256[:VERSION]
    return url_for("kept_photos.show", raw_id=operation.op_id, sha256=sha256, size=size, version=version)
