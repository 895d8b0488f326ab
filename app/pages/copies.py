"""Copies (抄送件): orders that were copied to one's unit, to read and to print; nothing is done about them here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.domain.people import Role
from app.models import OrderCopy
from app.pages.frame import render
from app.pages.lists import Pager, pager, wanted
from app.queries.by_id import one
from app.queries.order_copies import copies_for_me
from app.schemas.filters import Paged

blueprint = Blueprint("copies", __name__)
READERS = (Role.DEPARTMENT, Role.LEADER)


@dataclass(frozen=True)
class CopyRow:
    url: str
    number: str
    title: str
    town: str
    n: int
    sent_at: datetime | None
    void: bool


@dataclass(frozen=True)
class CopyList:
    rows: list[CopyRow]
    pager: Pager


@dataclass(frozen=True)
class CopyPage:
    paper: dict[str, Any]
    points: list[dict[str, Any]]
    sent_at: datetime | None
    sign_by: datetime | None
    void_at: datetime | None


@blueprint.get("/copies")
@endpoint(*READERS)
def index() -> Response:
    filters = wanted(Paged())
    found = copies_for_me(filters)
    shown = found[: filters["limit"]]
    page = CopyList([_row(it) for it in shown], pager("copies.index", [it.id for it in shown], len(found) > len(shown)))
    return render("copies/index.html", page=page)


def _row(copy: OrderCopy) -> CopyRow:
    paper = copy.paper or {}
    return CopyRow(
        url=url_for("copies.show", raw_id=copy.id),
        number=paper["number"],
        title=paper["title"],
        town=paper["town"],
        n=len(paper["points"]),
        sent_at=copy.sent_at,
        void=copy.void_at is not None,
    )


@blueprint.get("/copies/<raw_id>")
@endpoint(*READERS)
def show(raw_id: str) -> Response:
    copy = one(OrderCopy, raw_id)
    paper = copy.paper or {}
    points = [{**it, "due_at": _moment(it["due_at"])} for it in paper["points"]]
    page = CopyPage(paper, points, copy.sent_at, _moment(paper["sign_by"]), copy.void_at)
    return render("copies/show.html", page=page)


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
