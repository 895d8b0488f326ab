"""Requests (申请): what towns and departments have asked for, newest first; answered on the page of the point."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, Response, request, url_for

from app.access import endpoint
from app.domain.problems import Problem
from app.domain.request import RequestKind, standing
from app.errors import STATUS
from app.models import TownRequest
from app.pages import finding_page
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.points import FindingRow, rows_of
from app.pages.roles import OFFICE, PAPERS
from app.queries.by_id import one
from app.queries.requests import count_of_requests, page_of_requests, towns_with_requests
from app.schemas.filters import REQUEST_STANDINGS, RequestFilter
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("requests", __name__)


@dataclass(frozen=True)
class RequestRow:
    url: str
    kind: str
    reason: str
    until: date | None
    chip: Chip
    asked_at: datetime
    point: FindingRow


@dataclass(frozen=True)
class RequestList:
    total: int
    waiting: bool
    bar: FilterBar
    rows: list[RequestRow]
    pager: Pager


@blueprint.get("/requests")
@endpoint(*PAPERS)
def index() -> Response:
    filters = wanted(RequestFilter())
    found = page_of_requests(filters)
    shown = found[: filters["limit"]]
    points = rows_of([it.finding for it in shown])
    page = RequestList(
        total=count_of_requests(filters),
        waiting=request.args.get("state") == "asked",
        bar=filter_bar("requests.index", _offered()),
        rows=[_row(it, point) for it, point in zip(shown, points, strict=True)],
        pager=pager("requests.index", [it.id for it in shown], len(found) > len(shown)),
    )
    return render("requests/index.html", page=page)


def _offered() -> list[tuple[str, Options]]:
    states = [(state, t(f"w.request.{state}")) for state in REQUEST_STANDINGS]
    kinds = [(kind.value, t(f"w.request.{kind}")) for kind in RequestKind]
    return [("town", towns_with_requests()), ("state", states), ("request", kinds)]


def _row(asked: TownRequest, point: FindingRow) -> RequestRow:
    return RequestRow(
        url=f"{point.url}#asked",
        kind=asked.kind,
        reason=asked.reason,
        until=asked.granted_until or asked.until,
        chip=Chip(f"request.{standing(asked.state, asked.finding.state)}"),
        asked_at=asked.asked_at,
        point=point,
    )


@blueprint.post("/requests/<raw_id>/steps")
@endpoint(*OFFICE)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(raw_id, problem))


def _step(raw_id: str) -> str:
    take_step("requests", raw_id, loaded(StepForm(), sent()))
    return url_for("findings.show", raw_id=one(TownRequest, raw_id).finding_id, _anchor="asked")


def _again(raw_id: str, problem: Problem) -> Response:
    """The point's page, as it is now, with the reason on it."""
    finding = one(TownRequest, raw_id).finding
    return render(
        "findings/show.html", refusal(problem, finding.id), STATUS[problem.kind], page=finding_page.page_of(finding)
    )
