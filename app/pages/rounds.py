"""Rounds (督查行动): the list, the plan's form, one round with what its release will show, and its steps."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.actions.round import Plan, plan_round
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.round import RoundKind, RoundState
from app.domain.visit import VisitState
from app.errors import STATUS
from app.models import Finding, Region, Round, User
from app.pages.county import my_county
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.lists import FilterBar, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.refused import sentences
from app.pages.roles import OFFICE
from app.pages.round_page import page_of
from app.queries.by_id import one
from app.queries.rounds import count_of_rounds, page_of_rounds, people_of, points_of, states_of_rounds, towns_of_county
from app.queries.rules import checklist_in_force, published_checklists
from app.schemas.filters import RoundFilter
from app.schemas.round import RoundForm
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("rounds", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER, Role.INSPECTOR)
LISTS = ("town_ids", "inspector_ids", "planner_ids")
FIELD_OF = {"towns": "town_ids", "inspectors": "inspector_ids"}  # the action's word -> the form's


@dataclass(frozen=True)
class RoundRow:
    url: str
    title: str
    kind: str
    chip: Chip
    window_from: date
    window_to: date
    visited: int
    towns: int
    points: int


@dataclass(frozen=True)
class RoundList:
    total: int
    new_url: str | None
    bar: FilterBar
    pager: Pager
    rows: list[RoundRow]


@dataclass(frozen=True)
class RoundDraft:
    problem: str | None
    errors: dict[str, str]
    title: str
    kind: str
    kinds: list[tuple[str, str]]
    window_from: str
    window_to: str
    towns: list[tuple[str, str]]
    town_ids: list[str]
    inspectors: list[tuple[str, str]]
    inspector_ids: list[str]
    planners: list[tuple[str, str]]
    planner_ids: list[str]
    checklists: list[tuple[str, str]]
    checklist_version: str


@blueprint.get("/rounds")
@endpoint(*READERS)
def index() -> Response:
    asked = wanted(RoundFilter())
    found = page_of_rounds(asked)
    shown = found[: asked["limit"]]
    points = points_of(shown)
    page = RoundList(
        total=count_of_rounds(asked),
        new_url=url_for("rounds.new") if caller().viewer.role in OFFICE else None,
        bar=filter_bar("rounds.index", [("kind", _kinds()), ("state", _states())]),
        pager=pager("rounds.index", [r.id for r in shown], len(found) > len(shown)),
        rows=[_row(r, points.get(r.id, 0)) for r in shown],
    )
    return render("rounds/index.html", page=page)


def _row(round_: Round, points: int) -> RoundRow:
    return RoundRow(
        url=url_for("rounds.show", raw_id=round_.id),
        title=round_.title,
        kind=round_.kind,
        chip=Chip(f"round.{round_.state}"),
        window_from=round_.window_from,
        window_to=round_.window_to,
        visited=len({v.town_id for v in round_.visits if v.state != VisitState.VOID}),
        towns=round_.town_count,
        points=points,
    )


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, t(f"w.kind.{kind}")) for kind in RoundKind]


def _states() -> list[tuple[str, str]]:
    occurring = states_of_rounds()
    return [(state.value, t(f"w.round.{state}")) for state in RoundState if state in occurring]


@blueprint.get("/rounds/new")
@endpoint(*OFFICE)
def new() -> Response:
    return _form(None)


@blueprint.post("/rounds")
@endpoint(*OFFICE)
def create() -> Response:
    return answer(_plan, _form)


def _plan() -> str:
    asked = loaded(RoundForm(), sent(*LISTS))
    version, county_id = asked["checklist_version"], my_county()
    checklist = next((c for c in published_checklists(county_id) if c.version == version), None)
    if checklist is None:
        raise Problem("checklist_unknown", pointer="/checklist_version")
    plan = Plan(
        county_id=county_id,
        title=asked["title"].strip(),
        kind=RoundKind(asked["kind"]),
        window_from=asked["window_from"],
        window_to=asked["window_to"],
        checklist=checklist,
        towns=[one(Region, town_id) for town_id in asked["town_ids"]],
        inspectors=[one(User, user_id) for user_id in asked["inspector_ids"]],
        planners=[one(User, user_id) for user_id in asked["planner_ids"]],
    )
    round_ = plan_round(plan, caller().viewer, now())
    db.session.flush()
    return url_for("rounds.show", raw_id=round_.id)


def _form(problem: Problem | None) -> Response:
    """What was written stays written."""
    whole, errors = sentences(problem, FIELD_OF)
    status = STATUS[problem.kind] if problem else 200
    return render("rounds/new.html", status=status, page=RoundDraft(whole, errors, **_written(), **_choices()))


def _written() -> dict[str, Any]:
    today = local_day(now())
    fields = {name: request.form.get(name, "") for name in ("title", "kind", "checklist_version")}
    if not fields["checklist_version"]:
        fields["checklist_version"] = checklist_in_force(my_county()).version
    days = {
        "window_from": request.form.get("window_from", today.isoformat()),
        "window_to": request.form.get("window_to", (today + timedelta(days=7)).isoformat()),
    }
    return {**fields, **days, **{name: request.form.getlist(name) for name in LISTS}}


def _choices() -> dict[str, Any]:
    viewer, county = caller().viewer, my_county()
    people = {role: people_of(role, county) for role in (Role.INSPECTOR, Role.SUPERVISOR)}
    named = {role: [(str(u.id), t("d.who", name=u.name, unit=unit)) for u, unit in of] for role, of in people.items()}
    return {
        "kinds": _kinds(),
        "towns": [(str(town.id), town.name) for town in towns_of_county(county)],
        "inspectors": named[Role.INSPECTOR],
        "planners": [it for it in named[Role.SUPERVISOR] if it[0] != str(viewer.user_id)],
        "checklists": [(c.version, c.label) for c in published_checklists(county)],
    }


@blueprint.get("/rounds/<raw_id>")
@endpoint(*READERS)
def show(raw_id: str) -> Response:
    return render("rounds/show.html", page=page_of(one(Round, raw_id)))


@blueprint.post("/rounds/<raw_id>/steps")
@endpoint(*READERS)
def steps(raw_id: str) -> Response:
    def work() -> str:
        take_step("rounds", raw_id, loaded(StepForm(), sent()))
        return url_for("rounds.show", raw_id=raw_id)

    return answer(work, lambda problem: _again(raw_id, problem))


@blueprint.post("/rounds/<raw_id>/findings/<finding_id>/steps")
@endpoint(*READERS)
def point_steps(raw_id: str, finding_id: str) -> Response:
    """A point's own step, taken from its round's page and leading back to it."""

    def work() -> str:
        take_step("findings", finding_id, loaded(StepForm(), sent()))
        return url_for("rounds.show", raw_id=one(Round, raw_id).id)

    return answer(work, lambda problem: _again(raw_id, problem, finding_id))


def _again(raw_id: str, problem: Problem, finding_id: str | None = None) -> Response:
    round_ = one(Round, raw_id)
    subject = one(Finding, finding_id).id if finding_id else round_.id
    return render("rounds/show.html", refusal(problem, subject), STATUS[problem.kind], page=page_of(round_))
