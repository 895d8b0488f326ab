"""Rechecks (复查): whom to send to which points, several at once; and asking for a look from a point's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.actions.advance import Move
from app.actions.recheck import ask_for_look
from app.db import now
from app.domain.people import Role
from app.domain.problems import Problem
from app.domain.recheck import RecheckState, Why
from app.errors import STATUS
from app.models import Finding, Recheck
from app.pages import finding_page, review_page
from app.pages.county import my_county
from app.pages.form import answer, loaded, sent
from app.pages.frame import Said, render
from app.pages.history import refusal
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.points import FindingRow, rows_of
from app.pages.roles import OFFICE
from app.pages.ways import our_path
from app.queries.by_id import one
from app.queries.rechecks import count_of_rechecks, page_of_rechecks
from app.queries.rounds import people_of
from app.schemas.filters import RecheckFilter
from app.schemas.recheck import RecheckAsk, RecheckHand
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("rechecks", __name__)


@dataclass(frozen=True)
class RecheckRow:
    id: str
    chip: Chip
    why: str
    look_by: date | None
    late: bool
    given_to: str
    open: bool
    point: FindingRow


@dataclass(frozen=True)
class RecheckList:
    total: int
    bar: FilterBar
    rows: list[RecheckRow]
    pager: Pager
    inspectors: Options
    give_url: str


@blueprint.get("/rechecks")
@endpoint(*OFFICE)
def index() -> Response:
    return _page()


def _page(problem: Problem | None = None) -> Response:
    filters = wanted(RecheckFilter())
    found = page_of_rechecks(filters)
    shown = found[: filters["limit"]]
    people = inspectors()
    page = RecheckList(
        total=count_of_rechecks(filters),
        bar=filter_bar("rechecks.index", _offered()),
        rows=_rows(shown, dict(people)),
        pager=pager("rechecks.index", [it.id for it in shown], len(found) > len(shown)),
        inspectors=people,
        give_url=url_for("rechecks.give", **_chosen()),
    )
    said = [Said("red", t(f"p.{problem.code}", **problem.params))] if problem else []
    return render("rechecks/index.html", said, STATUS[problem.kind] if problem else 200, page=page)


def inspectors() -> Options:
    """Whom one may send: the county's own."""
    people = people_of(Role.INSPECTOR, my_county())
    return [(str(user.id), t("d.who", name=user.name, unit=unit)) for user, unit in people]


def _offered() -> list[tuple[str, Options]]:
    states = [(state.value, t(f"w.recheck.{state}")) for state in RecheckState]
    reasons = [(why.value, t(f"w.recheck_why.{why}")) for why in Why]
    given = [("0", t("d.recheck.nobody")), ("1", t("d.recheck.somebody"))]
    return [("state", states), ("why", reasons), ("given", given)]


def _rows(rechecks: Sequence[Recheck], names: dict[str, str]) -> list[RecheckRow]:
    points, today = rows_of([it.finding for it in rechecks]), now().date()
    return [_row(it, point, names, today) for it, point in zip(rechecks, points, strict=True)]


def _row(recheck: Recheck, point: FindingRow, names: dict[str, str], today: date) -> RecheckRow:
    plan, waits = recheck.plan, recheck.state == RecheckState.WANTED
    return RecheckRow(
        id=str(recheck.id),
        chip=Chip(f"recheck.{recheck.state}"),
        why=plan.why if plan else "",
        look_by=plan.look_by if plan else None,
        late=bool(plan and waits and plan.look_by < today),
        given_to=names.get(str(recheck.given_to), ""),
        open=waits,
        point=point,
    )


@blueprint.post("/rechecks/give")
@endpoint(*OFFICE)
def give() -> Response:
    return answer(_give, _page)


def _give() -> str:
    """All of them or none: one that is no longer to be looked at is said, and the others stay ticked nowhere."""
    asked = loaded(RecheckHand(), sent("recheck_ids"))
    for recheck_id in asked["recheck_ids"]:
        take_step("rechecks", str(recheck_id), {"action": "give", "inspector_id": asked["inspector_id"]})
    return url_for("rechecks.index", **_chosen())


def _chosen() -> dict[str, Any]:
    """The filters one came with: back to the same list."""
    return dict(request.args.items())


@blueprint.post("/findings/<raw_id>/rechecks")
@endpoint(*OFFICE)
def ask(raw_id: str) -> Response:
    return answer(lambda: _ask(raw_id), lambda problem: _again(one(Finding, raw_id), problem))


def _ask(raw_id: str) -> str:
    asked = loaded(RecheckAsk(), {name: value for name, value in sent().items() if name != "next" and value})
    inspector_id: UUID | None = asked["inspector_id"]
    ask_for_look(one(Finding, raw_id), inspector_id, Move("want", caller().viewer, now(), asked["note"]))
    return our_path(request.form.get("next"), url_for("findings.show", raw_id=raw_id, _anchor="rechecks"))


@blueprint.post("/rechecks/<raw_id>/steps")
@endpoint(*OFFICE)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(one(Recheck, raw_id).finding, problem))


def _step(raw_id: str) -> str:
    take_step("rechecks", raw_id, loaded(StepForm(), sent()))
    return url_for("findings.show", raw_id=one(Recheck, raw_id).finding_id, _anchor="rechecks")


def _again(finding: Finding, problem: Problem) -> Response:
    """The page the form was sent from, as it is now, with the reason on it."""
    said, status = refusal(problem, finding.id), STATUS[problem.kind]
    if "next" in request.form:
        return render("reviews/show.html", said, status, page=review_page.page_of(finding))
    return render("findings/show.html", said, status, page=finding_page.page_of(finding))
