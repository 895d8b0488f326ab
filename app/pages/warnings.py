"""Warnings (督导预警): what is blue, yellow or red now, the worst first; each says why and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.domain.warning import Colour, Reason
from app.models import SupervisionWarning
from app.pages.frame import render
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.roles import PAPERS
from app.pages.subjects import Subject, subjects_of
from app.queries.warnings import count_of_warnings, page_of_warnings, towns_warned
from app.schemas.filters import WARNED, WarningFilter

blueprint = Blueprint("warnings", __name__)


@dataclass(frozen=True)
class ColourTile:
    colour: str
    n: int
    url: str


@dataclass(frozen=True)
class WarningRow:
    chip: Chip
    noun: str
    subject: Subject | None
    raised_at: datetime


@dataclass(frozen=True)
class WarningList:
    tiles: list[ColourTile]
    bar: FilterBar
    rows: list[WarningRow]
    pager: Pager


@blueprint.get("/warnings")
@endpoint(*PAPERS)
def index() -> Response:
    filters = wanted(WarningFilter())
    found = page_of_warnings(filters)
    shown = found[: filters["limit"]]
    counts = count_of_warnings()
    page = WarningList(
        tiles=[ColourTile(it, counts.get(it, 0), url_for("warnings.index", colour=it)) for it in reversed(Colour)],
        bar=filter_bar("warnings.index", _offered()),
        rows=_rows(shown),
        pager=pager("warnings.index", [it.id for it in shown], len(found) > len(shown)),
    )
    return render("warnings/index.html", page=page)


def _offered() -> list[tuple[str, Options]]:
    colours = [(it.value, t(f"w.colour.{it}")) for it in reversed(Colour)]
    reasons = [(it.value, t(f"w.warning.{it}")) for it in Reason]
    nouns = [(it, t(f"w.warned_noun.{it}")) for it in WARNED]
    return [("town", towns_warned()), ("colour", colours), ("reason", reasons), ("warned", nouns)]


def _rows(warnings: Sequence[SupervisionWarning]) -> list[WarningRow]:
    subjects = subjects_of((it.noun, it.subject_id) for it in warnings)
    return [
        WarningRow(Chip(f"warning.{it.reason}"), it.noun, subjects.get((it.noun, it.subject_id)), it.raised_at)
        for it in warnings
    ]
