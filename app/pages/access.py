"""Access log (访问记录): who opened which original and which way; the office what it sees itself, the auditor all that is told."""

from dataclasses import dataclass

from flask import Blueprint, Response

from app.access import endpoint
from app.domain.mask import OPENED
from app.domain.people import Role
from app.pages.frame import render
from app.pages.lists import FilterBar, Pager, filter_bar, pager, wanted
from app.pages.openings import Opening, openings_of
from app.pages.parts import t
from app.queries.access import page_of_openings
from app.schemas.filters import AccessFilter

blueprint = Blueprint("access", __name__)
READERS = (Role.AUDITOR, Role.SUPERVISOR)


@dataclass(frozen=True)
class AccessPage:
    bar: FilterBar
    rows: list[Opening]
    pager: Pager


@blueprint.get("/access")
@endpoint(*READERS)
def index() -> Response:
    filters = wanted(AccessFilter())
    found = page_of_openings(filters)
    shown = found[: filters["limit"]]
    page = AccessPage(
        bar=filter_bar("access.index", [("noun", [(it, t(f"w.opened.{it}")) for it in OPENED])]),
        rows=openings_of(shown),
        pager=pager("access.index", [row.id for row in shown], len(found) > len(shown)),
    )
    return render("access/index.html", page=page)
