"""Rounds (督查行动): the list, the plan's form, one round with what its release will show, and its steps."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.actions.round import Plan, plan_round
from app.db import db, now
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
from app.pages.roles import OFFICE
from app.pages.round_draft import LISTS, draft_page, draw_for_draft, kinds
from app.pages.round_page import page_of
from app.queries.by_id import one
from app.queries.rounds import count_of_rounds, page_of_rounds, points_of, states_of_rounds
from app.queries.rules import published_checklists
from app.schemas.filters import RoundFilter
from app.schemas.round import DrawForm, RoundForm
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("rounds", __name__)
READERS = (Role.SUPERVISOR, Role.LEADER, Role.INSPECTOR)


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
        bar=filter_bar("rounds.index", [("kind", kinds()), ("state", _states())]),
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
        seed=asked["seed"],
    )
    round_ = plan_round(plan, caller().viewer, now())
    db.session.flush()
    return url_for("rounds.show", raw_id=round_.id)


def _form(problem: Problem | None) -> Response:
    return render("rounds/new.html", status=STATUS[problem.kind] if problem else 200, page=draft_page(problem))


@blueprint.post("/rounds/draw")
@endpoint(*OFFICE)
def draw() -> Response:
    """The same form with the towns that were drawn; nothing is planned yet, but the draw is journaled."""
    try:
        lot = loaded(DrawForm(), {name: request.form.get(name) for name in ("pool", "number")})
        return render("rounds/new.html", page=draft_page(draw=draw_for_draft(lot["pool"], lot["number"])))
    except Problem as problem:
        db.session.rollback()
        return _form(problem)


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
