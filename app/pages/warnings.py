"""Warnings (督导预警): what is blue, yellow or red now, the worst first; each says why and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.db import now
from app.domain.people import Role
from app.domain.warning import Colour, Pressing, Reason, suggested
from app.models import Order, SupervisionWarning
from app.pages.frame import render
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.roles import PAPERS
from app.pages.subjects import Subject, subjects_of
from app.queries.rechecks import backs_since
from app.queries.rules import calendar_of
from app.queries.thresholds import thresholds_of
from app.queries.warnings import count_of_warnings, orders_warned, page_of_warnings, towns_warned
from app.schemas.filters import WARNED, WarningFilter

blueprint = Blueprint("warnings", __name__)
A_YEAR = timedelta(days=365)


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
    suggests: str | None


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
    orders, suggests = orders_warned(warnings), caller().viewer.role in {Role.SUPERVISOR, Role.LEADER}
    backs = backs_since({point.spot_id for it in orders.values() for point in it.findings}, now() - A_YEAR)
    return [
        WarningRow(
            chip=Chip(f"warning.{it.reason}"),
            noun=it.noun,
            subject=subjects.get((it.noun, it.subject_id)),
            raised_at=it.raised_at,
            suggests=_suggests(it, orders.get(it.subject_id), backs) if suggests else None,
        )
        for it in warnings
    ]


def _suggests(warning: SupervisionWarning, order: Order | None, backs: dict[UUID, int]) -> str | None:
    """Of red orders only; a person decides on the order's own page."""
    if order is None or warning.reason != Reason.OVERDUE:
        return None
    red_days = calendar_of(order.county_id).ends_of_day_between(warning.raised_at, now())
    returns = max((finding.rework_count for finding in order.findings), default=0)
    came_back = max((backs.get(finding.spot_id, 0) for finding in order.findings), default=0)
    return suggested(order.level, Pressing(red_days, returns, came_back), thresholds_of(order.county_id))
