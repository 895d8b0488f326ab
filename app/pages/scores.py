"""Scores (得分): the towns of a group in one month, ranked; and one town's month explained line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.db import now
from app.domain.calendar import local_day
from app.domain.people import Role, Viewer
from app.domain.problems import not_found
from app.domain.score import read_scheme
from app.domain.score.ranking import SMALLEST_RANKED, Place, places
from app.domain.score.rational import rounded
from app.models import Region, Score
from app.pages import score_page
from app.pages.county import my_county
from app.pages.dates import month as month_words
from app.pages.frame import render
from app.pages.lists import Filter, FilterBar, wanted
from app.pages.parts import Chip, Choice, t
from app.pages.score_lines import month_text
from app.queries.by_id import one
from app.queries.rules import scheme_in_force
from app.queries.score_pages import contenders, groups_of, months_scored, on_time_rate, versions_of
from app.queries.scores import first_day, newest_of_month
from app.schemas.filters import ScoreFilter

blueprint = Blueprint("scores", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER, Role.TOWN)
BASE, TOP = Decimal(60), Decimal(100)  # the bars are drawn from a stated base


@dataclass(frozen=True)
class ScoreRow:
    rank: int | None
    town: str
    url: str | None
    value: str | None
    width: str
    below: bool
    band: str | None
    move: Chip | None
    on_time: str | None
    mine: bool


@dataclass(frozen=True)
class ScoreList:
    month: date
    chip: Chip | None
    ranked: bool
    remark: str
    base: Decimal
    scheme: str
    bar: FilterBar
    groups: list[Choice]
    rows: list[ScoreRow]


@dataclass(frozen=True)
class Month:
    """The newest scores of one month and the towns they are compared in."""

    first: date
    scores: dict[UUID, Score]
    group: list[Region]

    @property
    def places(self) -> tuple[Place, ...]:
        return places(contenders(self.group, list(self.scores.values())))

    @property
    def ranks(self) -> dict[str, int]:
        return {it.town_id: it.number for it in self.places if it.number is not None}


@blueprint.get("/scores")
@endpoint(*READERS)
def index() -> Response:
    asked = wanted(ScoreFilter())
    months = months_scored()
    first = first_day(asked["month"]) if asked["month"] else (months or [local_day(now()).replace(day=1)])[0]
    return render("scores/index.html", page=_list(first, asked["group"], months))


def _list(first: date, tag: str | None, months: Sequence[date]) -> ScoreList:
    viewer = caller().viewer
    groups = _groups(viewer, first)
    chosen = tag if tag in groups else next(iter(groups), "")
    month = _month(first, groups.get(chosen, []))
    scheme = scheme_in_force(my_county(), first)
    good = read_scheme(scheme.rules).bands[1].least
    return ScoreList(
        month=first,
        chip=Chip("fact.provisional") if first in months else None,
        ranked=bool(month.ranks),
        remark=t(f"d.scores.{_remark(viewer, month)}"),
        base=BASE,
        scheme=scheme.label,
        bar=_bar(first, months, chosen if tag else None),
        groups=_choices(groups, chosen, first) if len(groups) > 1 else [],
        rows=_rows(month, good) if first in months else [],
    )


def _groups(viewer: Viewer, first: date) -> dict[str, list[Region]]:
    """A town reads its own score only (decision 33): it is a group of its own."""
    if viewer.role is Role.TOWN and viewer.town_id is not None:
        return {"": [one(Region, viewer.town_id)]}
    return groups_of(viewer.county_id, first)


def _month(first: date, group: list[Region]) -> Month:
    within = {town.id for town in group}
    return Month(first, {s.town_id: s for s in newest_of_month(first) if s.town_id in within}, group)


def _remark(viewer: Viewer, month: Month) -> str:
    """Why there are places, or none."""
    if viewer.role is Role.TOWN:
        return "own"
    return "ties" if month.ranks else "few"


def _bar(first: date, months: Sequence[date], tag: str | None) -> FilterBar:
    """There is always one month: the newest, or another one that was asked for."""
    choices = [
        Choice(month_words(it), url_for("scores.index", month=month_text(it), group=tag), it == first) for it in months
    ]
    active = bool(months) and first != months[0]
    return FilterBar([Filter("month", month_words(first), active, choices)] if len(months) > 1 else [], None)


def _choices(groups: dict[str, list[Region]], chosen: str, first: date) -> list[Choice]:
    return [
        Choice(
            t("d.scores.group", name=tag.partition(":")[2], n=len(towns)),
            url_for("scores.index", month=month_text(first), group=tag),
            tag == chosen,
        )
        for tag, towns in groups.items()
    ]


def _rows(month: Month, good: Decimal) -> list[ScoreRow]:
    names = {str(town.id): town for town in month.group}
    before = _month((month.first - timedelta(days=1)).replace(day=1), month.group).ranks
    return [_row(place, names[place.town_id], month, before.get(place.town_id), good) for place in month.places]


def _row(place: Place, town: Region, month: Month, was: int | None, good: Decimal) -> ScoreRow:
    score = month.scores.get(town.id)
    value = score.value if score else None
    return ScoreRow(
        rank=place.number,
        town=town.name,
        url=url_for("scores.show", month=month_text(month.first), town_id=town.id) if score else None,
        value=None if value is None else str(value),
        width=_width(value),
        below=value is not None and value < good,
        band=score.band if score else None,
        move=_move(was, place.number),
        on_time=_percent(on_time_rate(score)) if score else None,
        mine=town.id == caller().viewer.town_id,
    )


def _width(value: Decimal | None) -> str:
    within = max(BASE, min(TOP, value or BASE))
    return f"{rounded(Fraction(100 * (within - BASE)) / Fraction(TOP - BASE), 1)}%"


def _percent(rate: Fraction | None) -> str | None:
    return None if rate is None else f"{rounded(100 * rate, 0)}%"


def _move(was: int | None, number: int | None) -> Chip | None:
    """Nothing only where there is no place to compare with: a place that was kept is said, too."""
    if was is None or number is None:
        return None
    if was == number:
        return Chip("fact.rank_same")
    return Chip("fact.rank_up", {"n": was - number}) if number < was else Chip("fact.rank_down", {"n": number - was})


@blueprint.get("/scores/<month>/<town_id>")
@endpoint(*READERS)
def show(month: str, town_id: str) -> Response:
    first = _first_day(month)
    town = one(Region, town_id)
    versions = versions_of(town.id, first)
    if not versions:
        raise not_found()
    return render("scores/show.html", page=score_page.page_of(town, versions, _rank(first, town)))


def _first_day(text: str) -> date:
    """A month that is none is an address that is none."""
    if ScoreFilter().validate({"month": text}):
        raise not_found()
    return first_day(text)


def _rank(first: date, town: Region) -> tuple[int | None, int]:
    """The town's place among how many, in its default group."""
    group = next(
        (towns for towns in _groups(caller().viewer, first).values() if town.id in {it.id for it in towns}), []
    )
    ranks = _month(first, group).ranks if len(group) >= SMALLEST_RANKED else {}
    return ranks.get(str(town.id)), len(ranks)
