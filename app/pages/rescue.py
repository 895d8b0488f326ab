"""Rescue file (救援文件): handed in at the desk when a phone cannot send any more; the answer says what became of it."""

from contextlib import closing
from dataclasses import dataclass

from flask import Blueprint, Response, request

from app.access import caller, endpoint
from app.domain.problems import Problem
from app.errors import STATUS
from app.intake.rescue import Outcome, take_in
from app.pages.frame import render
from app.pages.parts import t
from app.pages.roles import OFFICE

blueprint = Blueprint("rescue", __name__)
LARGEST = 1_000_000_000  # bytes; some hundred photos with their originals
RECORDS = ("applied", "repeated", "kept", "refused")
PHOTOS = ("stored", "there", "refused")


@dataclass(frozen=True)
class Line:
    word: str
    n: int


@dataclass(frozen=True)
class RescuePage:
    problem: str | None = None
    records: tuple[Line, ...] = ()
    photos: tuple[Line, ...] = ()
    device: str = ""
    kept: bool = False


@blueprint.get("/rescue")
@endpoint(*OFFICE)
def show() -> Response:
    return render("rescue/show.html", page=RescuePage())


@blueprint.post("/rescue")
@endpoint(*OFFICE, largest=LARGEST)
def take() -> Response:
    """A repeat stores nothing twice, so this form needs no memory of its own."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _refused(Problem("rescue_missing"))
    try:
        with closing(file):
            outcome = take_in(file.stream, caller().viewer)
    except Problem as problem:
        return _refused(problem)
    return render("rescue/show.html", page=_told(outcome))


def _refused(problem: Problem) -> Response:
    page = RescuePage(problem=t(f"p.{problem.code}", **problem.params))
    return render("rescue/show.html", (), STATUS[problem.kind], page=page)


def _told(outcome: Outcome) -> RescuePage:
    return RescuePage(
        records=tuple(Line(t(f"d.rescue.record.{it}"), outcome.records[it]) for it in RECORDS if outcome.records[it]),
        photos=tuple(Line(t(f"d.rescue.photo.{it}"), outcome.photos[it]) for it in PHOTOS if outcome.photos[it]),
        device=outcome.head.device_id.hex[:8],
        kept=outcome.records["kept"] > 0,
    )
