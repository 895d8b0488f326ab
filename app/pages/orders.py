"""Orders (督办单): the list, one order with its points, its steps and its paper."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.actions.advance import Move
from app.actions.order import Draft, draft_order
from app.db import now
from app.domain.finding import TYPE_OF, FindingState, StateType
from app.domain.order import OrderLevel, OrderState
from app.domain.problems import Problem
from app.errors import STATUS
from app.models import Finding, Order, Region, Unit
from app.pages.form import answer, loaded, sent
from app.pages.frame import render
from app.pages.history import refusal
from app.pages.lists import FilterBar, Options, Pager, filter_bar, pager, wanted
from app.pages.order_draft import chosen_points, draft_again, draft_page
from app.pages.order_page import page_of, paper_of, progress_of
from app.pages.parts import Chip, t
from app.pages.roles import OFFICE, PAPERS
from app.queries.by_id import one
from app.queries.draftable import answering_unit
from app.queries.newest_orders import count_of_orders, page_of_orders, states_of_orders, towns_with_orders
from app.queries.order_copies import chosen_units
from app.schemas.filters import OrderFilter
from app.schemas.order import OrderDraftIn
from app.schemas.step import StepForm
from app.steps import take_step

blueprint = Blueprint("orders", __name__)


@dataclass(frozen=True)
class OrderRow:
    url: str
    number: str | None
    title: str
    town: str
    chip: Chip
    done: int
    total: int
    issued_at: datetime | None
    nearest_due: datetime | None


@dataclass(frozen=True)
class OrderList:
    total: int
    bar: FilterBar
    rows: list[OrderRow]
    pager: Pager
    draft_url: str | None


@blueprint.get("/orders")
@endpoint(*PAPERS)
def index() -> Response:
    filters = wanted(OrderFilter())
    found = page_of_orders(filters)
    shown = found[: filters["limit"]]
    more = len(found) > len(shown)
    page = OrderList(
        total=count_of_orders(filters),
        bar=filter_bar("orders.index", _offered()),
        rows=[row_of(order) for order in shown],
        pager=pager("orders.index", [order.id for order in shown], more),
        draft_url=url_for("orders.new") if caller().viewer.role in OFFICE else None,
    )
    return render("orders/index.html", page=page)


def _offered() -> list[tuple[str, Options]]:
    occurring = states_of_orders()
    states = [(state.value, t(f"w.order.{state}")) for state in OrderState if state in occurring]
    levels = [(level.value, t(f"w.level.{level}")) for level in OrderLevel]
    return [("town", towns_with_orders()), ("state", states), ("level", levels)]


def row_of(order: Order) -> OrderRow:
    progress = progress_of([FindingState(finding.state) for finding in order.findings])
    return OrderRow(
        url=url_for("orders.show", raw_id=order.id),
        number=order.number,
        title=order.title,
        town=order.town.name,
        chip=Chip(f"order.{order.state}"),
        done=progress.done,
        total=progress.total,
        issued_at=order.issued_at,
        nearest_due=min((f.due_at for f in order.findings if _runs(f) and f.due_at), default=None),
    )


def _runs(finding: Finding) -> bool:
    return TYPE_OF[FindingState(finding.state)] is StateType.UNDER_WAY


@blueprint.get("/orders/new")
@endpoint(*OFFICE)
def new() -> Response:
    return render("orders/new.html", page=draft_page(request.args.get("town")))


@blueprint.post("/orders")
@endpoint(*OFFICE)
def create() -> Response:
    return answer(_draft, _draft_again)


def _draft() -> str:
    asked, viewer = loaded(OrderDraftIn(), sent("finding_ids", "copies")), caller().viewer
    town = one(Region, asked["town_id"])
    points = chosen_points(town, asked["finding_ids"])
    issuer = one(Unit, str(viewer.unit_id))
    copies = chosen_units(asked["copies"])
    draft = Draft(town, answering_unit(town), issuer, asked["title"], asked["level"], copies)
    order = draft_order(draft, points, Move("draft", viewer, now()))
    return url_for("orders.show", raw_id=order.id)


def _draft_again(problem: Problem) -> Response:
    return render("orders/new.html", status=STATUS[problem.kind], page=draft_again(problem))


@blueprint.get("/orders/<raw_id>")
@endpoint(*PAPERS)
def show(raw_id: str) -> Response:
    return render("orders/show.html", page=page_of(one(Order, raw_id)))


@blueprint.get("/orders/<raw_id>/print")
@endpoint(*PAPERS)
def print_out(raw_id: str) -> Response:
    return render("orders/print.html", page=paper_of(one(Order, raw_id)))


@blueprint.post("/orders/<raw_id>/steps")
@endpoint(*PAPERS)
def steps(raw_id: str) -> Response:
    return answer(lambda: _step(raw_id), lambda problem: _again(raw_id, problem))


def _step(raw_id: str) -> str:
    order = take_step("orders", raw_id, loaded(StepForm(), sent()))
    return url_for("orders.show", raw_id=order.id)


def _again(raw_id: str, problem: Problem) -> Response:
    order = one(Order, raw_id)
    return render("orders/show.html", refusal(problem, order.id), STATUS[problem.kind], page=page_of(order))
