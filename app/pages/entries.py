"""Score entries (评分填报): what no other record tells, entered with its document; a correction replaces, nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.actions.score_entry import Entered, enter
from app.db import db, now
from app.domain.calendar import Month
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.score import Scheme, read_scheme
from app.domain.score_entry import kinds
from app.errors import STATUS
from app.models import Region, ScoreEntry
from app.pages.county import my_county
from app.pages.dates import month as month_words
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.lists import FilterBar, Pager, filter_bar, pager, wanted
from app.pages.parts import t
from app.pages.points import plain
from app.pages.refused import sentences
from app.pages.roles import OFFICE
from app.pages.score_lines import month_text
from app.queries.by_id import one
from app.queries.entries import entered_by, months_entered, page_of_entries, replaced_among, towns_entered
from app.queries.rounds import towns_of_county
from app.queries.rules import scheme_in_force
from app.queries.scores import first_day
from app.schemas.filters import EntryFilter
from app.schemas.score_entry import EntryForm

blueprint = Blueprint("entries", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER, Role.TOWN)


@dataclass(frozen=True)
class EntryRow:
    id: str
    kind: str
    matter: str
    town: str
    month: date
    value: str
    document: str
    reason: str
    entered_at: datetime
    entered_by: str
    replaced: bool
    correct_url: str | None


@dataclass(frozen=True)
class Written:
    """The form as it was filled in."""

    town_id: str
    month: str
    kind: str
    value: str
    document: str
    matter: str
    reason: str
    replaces_id: str | None


@dataclass(frozen=True)
class EntryPage:
    problem: str | None
    errors: dict[str, str]
    bar: FilterBar
    rows: list[EntryRow]
    pager: Pager
    may_enter: bool
    towns: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    form: Written


@blueprint.get("/entries")
@endpoint(*READERS)
def index() -> Response:
    return _page(None)


@blueprint.post("/entries")
@endpoint(*OFFICE)
def create() -> Response:
    return answer(_enter, _page)


def _enter() -> str:
    asked = loaded(EntryForm(), sent())
    replaces_id = asked.pop("replaces_id")
    entered = Entered(
        town=one(Region, asked.pop("town_id")),
        month=Month.parse(asked.pop("month")),
        replaces=one(ScoreEntry, replaces_id) if replaces_id else None,
        **asked,
    )
    entry = enter(entered, caller().viewer, now())
    db.session.flush()
    return url_for("entries.index", town=entry.town_id, month=month_text(entry.month), _anchor=str(entry.id))


def _page(problem: Problem | None) -> Response:
    """The list that was looked at, and the form with all that was written."""
    viewer = caller().viewer
    asked = wanted(EntryFilter()) if problem is None else EntryFilter().load({})
    found = page_of_entries(asked)
    shown = found[: asked["limit"]]
    whole, errors = sentences(problem, {})
    may_enter = viewer.role in OFFICE
    page = EntryPage(
        problem=whole,
        errors=errors,
        bar=filter_bar("entries.index", [("town", towns_entered()), ("month", _months())]),
        rows=_rows(shown, may_enter),
        pager=pager("entries.index", [entry.id for entry, _town in shown], len(found) > len(shown)),
        may_enter=may_enter,
        towns=[(str(town.id), town.name) for town in towns_of_county(my_county())] if may_enter else [],
        kinds=_kinds() if may_enter else [],
        form=_written(asked["replaces"]),
    )
    return render("entries/index.html", status=STATUS[problem.kind] if problem else 200, page=page)


def _rows(shown: list[tuple[ScoreEntry, str]], may_enter: bool) -> list[EntryRow]:
    entries = [entry for entry, _town in shown]
    replaced, people = replaced_among(entries), entered_by(entries)
    return [
        EntryRow(
            id=str(entry.id),
            kind=entry.kind,
            matter=entry.matter,
            town=town,
            month=entry.month,
            value=plain(entry.value),
            document=entry.document,
            reason=entry.reason,
            entered_at=entry.entered_at,
            entered_by=people[entry.id],
            replaced=entry.id in replaced,
            correct_url=_correct_url(entry) if may_enter and entry.id not in replaced else None,
        )
        for entry, town in shown
    ]


def _correct_url(entry: ScoreEntry) -> str:
    return url_for("entries.index", replaces=entry.id, _anchor="form")


def _months() -> list[tuple[str, str]]:
    return [(month, month_words(first_day(month))) for month in months_entered()]


def _kinds() -> list[tuple[str, str]]:
    """Each with the points that the scheme in force gives it."""
    scheme = _scheme()
    return [(kind, _kind_words(kind, value, scheme)) for kind, value in kinds(scheme).items()]


def _kind_words(kind: str, value: Decimal | None, scheme: Scheme) -> str:
    name = t(f"w.entry.{kind}")
    if value is not None:
        return t("d.entries.kind", name=name, n=plain(value))
    most = scheme.penalty.kinds[kind].most
    return t("d.entries.kind_most", name=name, n=plain(most)) if most is not None else name


def _scheme() -> Scheme:
    return read_scheme(scheme_in_force(my_county(), Month.of(now()).first_day).rules)


def _written(replaces: UUID | None) -> Written:
    """What was sent; else what is to be corrected; else an empty form of this month."""
    empty: Mapping[str, Any] = dict.fromkeys(("town_id", "kind", "value", "document", "matter", "reason"), "")
    fresh = {**empty, "month": str(Month.of(now())), "replaces_id": None}
    if request.method == "POST":
        return Written(**{name: request.form.get(name) or value for name, value in fresh.items()})
    return Written(**(fresh if replaces is None else _to_correct(one(ScoreEntry, replaces))))


def _to_correct(entry: ScoreEntry) -> dict[str, Any]:
    said = {name: getattr(entry, name) for name in ("kind", "document", "matter", "reason")}
    numbers = {"value": plain(entry.value), "month": month_text(entry.month)}
    return {**said, **numbers, "town_id": str(entry.town_id), "replaces_id": str(entry.id)}
