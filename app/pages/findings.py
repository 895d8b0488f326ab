"""Findings (整改点位): the list, one point with everything known of it, and its steps."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from app.access import caller, endpoint
from app.actions.second_review import note_look
from app.db import now
from app.domain.finding import FindingState
from app.domain.problems import Problem
from app.errors import STATUS
from app.models import Finding
from app.pages import finding_page, review_page
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.parts import t
from app.pages.points import FindingRow, rows_of
from app.pages.roles import CASES
from app.pages.ways import our_path
from app.queries.by_id import one
from app.queries.findings import count_of
from app.queries.rules import checklist_in_force
from app.queries.urgent_first import page_of_findings, states_of_findings, towns_with_findings
from app.schemas.filters import FindingFilter
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("findings", __name__)


@dataclass(frozen=True)
class FindingList:
    total: int
    bar: FilterBar
    rows: list[FindingRow]
    pager: Pager


@blueprint.get("/findings")
@endpoint(*CASES)
def index() -> Response:
    filters = wanted(FindingFilter())
    found = page_of_findings(filters, now())
    shown = found[: filters["limit"]]
    more = len(found) > len(shown)
    page = FindingList(
        total=count_of(filters, now()),
        bar=filter_bar("findings.index", _offered()),
        rows=rows_of(shown),
        pager=pager("findings.index", [finding.id for finding in shown], more),
    )
    return render("findings/index.html", page=page)


def _offered() -> list[tuple[str, Options]]:
    """Only what occurs in these eyes can be chosen, so that no choice betrays what is hidden."""
    occurring = states_of_findings()
    states = [(state.value, t(f"w.finding.{state}")) for state in FindingState if state in occurring]
    overdue = [("1", t("d.filter.overdue_only")), ("0", t("d.filter.not_overdue"))]
    return [("town", towns_with_findings()), ("state", states), ("dimension", _dimensions()), ("overdue", overdue)]


def _dimensions() -> Options:
    county_id = caller().viewer.county_id
    if county_id is None:
        return []
    return [(dimension.code, dimension.name) for dimension in checklist_in_force(county_id).dimensions]


@blueprint.get("/findings/<raw_id>")
@endpoint(*CASES)
def show(raw_id: str) -> Response:
    finding = one(Finding, raw_id)
    note_look(finding, caller().viewer, now())
    return render("findings/show.html", page=finding_page.page_of(finding))


@blueprint.post("/findings/<raw_id>/steps")
@endpoint(*CASES)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(raw_id, problem))


def _step(raw_id: str) -> str:
    """Where the step leads: back to the point, or on in the review queue."""
    asked = loaded(StepForm(), sent())
    finding = take_step("findings", raw_id, asked)
    return our_path(asked["next"], url_for("findings.show", raw_id=finding.id))


def _again(raw_id: str, problem: Problem) -> Response:
    """The page the form was sent from, as it is now, with the reason on it."""
    finding, status = one(Finding, raw_id), STATUS[problem.kind]
    said = refusal(problem, finding.id)
    if "next" in sent():
        return render("reviews/show.html", said, status, page=review_page.page_of(finding))
    return render("findings/show.html", said, status, page=finding_page.page_of(finding))
