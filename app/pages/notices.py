"""Notices (消息): what a person is to hear of, newest first; each leads to what it speaks of and is read by that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, url_for

from app.access import endpoint
from app.actions.notice import mark_read
from app.db import now
from app.domain.problems import Problem
from app.domain.warning import Colour
from app.errors import STATUS
from app.models import Notice
from app.pages.form import answer
from app.pages.frame import Said, render
from app.pages.history import Event, told
from app.pages.lists import FilterBar, Pager, filter_bar, pager, wanted
from app.pages.parts import Chip, t
from app.pages.roles import CASES
from app.pages.subjects import Subject, subject_of
from app.queries.by_id import one
from app.queries.notices import Heard, count_unread, heard, page_of_notices, unread
from app.schemas.filters import NoticeFilter

blueprint = Blueprint("notices", __name__)


@dataclass(frozen=True)
class NoticeRow:
    """`event` is none for a morning's count; `subject` is none where there is nothing, or nothing any more, to see."""

    open_url: str
    unread: bool
    at: datetime
    event: Event | None
    subject: Subject | None
    counts: list[Chip] = field(default_factory=list)


@dataclass(frozen=True)
class NoticeList:
    unread: int
    read_url: str
    bar: FilterBar
    rows: list[NoticeRow]
    pager: Pager


@blueprint.get("/notices")
@endpoint(*CASES)
def index() -> Response:
    return _page(wanted(NoticeFilter()))


def _page(filters: dict[str, Any], problem: Problem | None = None) -> Response:
    found = page_of_notices(filters)
    shown = found[: filters["limit"]]
    page = NoticeList(
        unread=count_unread(),
        read_url=url_for("notices.read_all"),
        bar=filter_bar("notices.index", [("unread", [("1", t("d.notice.unread")), ("0", t("d.notice.read"))])]),
        rows=_rows(shown),
        pager=pager("notices.index", [it.id for it in shown], len(found) > len(shown)),
    )
    said = [Said("red", t(f"p.{problem.code}", **problem.params))] if problem else []
    return render("notices/index.html", said, STATUS[problem.kind] if problem else 200, page=page)


def _again(problem: Problem) -> Response:
    return _page(NoticeFilter().load({}), problem)


def _rows(notices: Sequence[Notice]) -> list[NoticeRow]:
    return [_row(it) for it in heard(notices)]


def _row(it: Heard) -> NoticeRow:
    notice = it.notice
    return NoticeRow(
        open_url=url_for("notices.open_one", raw_id=notice.id),
        unread=notice.read_at is None,
        at=notice.at,
        event=told(it.act) if it.act else None,
        subject=subject_of(it.about) if it.about else None,
        counts=[Chip(f"warned.{of}", {"n": notice.told[of]}) for of in reversed(Colour) if notice.told.get(of)],
    )


@blueprint.post("/notices/read")
@endpoint(*CASES)
def read_all() -> Response:
    return answer(_read_all, _again)


def _read_all() -> str:
    mark_read(unread(), now())
    return url_for("notices.index")


@blueprint.post("/notices/<raw_id>/open")
@endpoint(*CASES)
def open_one(raw_id: str) -> Response:
    return answer(lambda: _open(raw_id), _again)


def _open(raw_id: str) -> str:
    """Read, and led to what it speaks of: the point, order or round, or the warnings of a morning."""
    notice = one(Notice, raw_id)
    mark_read([notice], now())
    if notice.journal_id is None:
        return url_for("warnings.index")
    row = _rows([notice])[0]
    return row.subject.url if row.subject else url_for("notices.index")
