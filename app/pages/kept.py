"""Kept operations (待处理): the list by what became of them and why they were kept, and many decided at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.datastructures import MultiDict

from app.access import caller, endpoint
from app.db import now
from app.domain.kept import MOST_AT_ONCE, REASONS, RULE
from app.domain.problems import Problem
from app.errors import STATUS
from app.intake.kept import Key
from app.intake.kept_many import Decided, Outcome, decide_many
from app.models import Operation
from app.pages.form import loaded, sent
from app.pages.frame import Said, render
from app.pages.gaps import gaps_told
from app.pages.kept_words import VERSION, about, address_of, chip_of, kind_of, person_said, reason_of
from app.pages.lists import Filter, FilterBar, Pager, pager, wanted
from app.pages.parts import Chip, Choice, t
from app.pages.roles import OFFICE
from app.queries.kept import count_of_kept, kept_key, kept_one, keys_of_kept, names_of, page_of_kept
from app.schemas.filters import KEPT_STATES, KeptFilter
from app.schemas.operation import Decisions

blueprint = Blueprint("kept", __name__)
WAITING = "waiting"


@dataclass(frozen=True)
class KeptRow:
    url: str
    value: str
    kind: str
    about: str | None
    chip: Chip
    reason: str
    who: str
    received_at: datetime


@dataclass(frozen=True)
class Bulk:
    """What is written and ticked so far; `until` is when the list was shown, `all` how many the filter has."""

    url: str
    until: str
    because: str
    all: int
    picked: Collection[str] = ()
    every: bool = False
    note: str = ""


@dataclass(frozen=True)
class KeptList:
    counted: str
    bar: FilterBar
    pager: Pager
    rows: list[KeptRow]
    gaps: list[str]
    bulk: Bulk | None


@dataclass(frozen=True)
class Left:
    url: str | None
    kind: str
    about: str | None
    why: str


@dataclass(frozen=True)
class Done:
    action: str
    n: int
    left: list[Left] = field(default_factory=list)
    back_url: str = ""


@blueprint.get("/kept")
@endpoint(*OFFICE)
def index() -> Response:
    return render("kept/index.html", page=_page())


def _page(written: MultiDict[str, str] | None = None) -> KeptList:
    asked = wanted(KeptFilter())
    gaps = gaps_told(caller().viewer)
    found, total = page_of_kept(asked), count_of_kept(asked)
    shown = found[: asked["limit"]]
    names = names_of({it.user_id for it in shown})
    return KeptList(
        counted=t(f"d.kept.count_{asked['state']}", n=total),
        bar=_bar(asked["state"], asked["because"]),
        pager=pager("kept.index", [it.op_id for it in shown], len(found) > len(shown)),
        rows=[_row(it, names.get(it.user_id)) for it in shown],
        gaps=gaps,
        bulk=_bulk(asked["because"] or "", total, written) if asked["state"] == WAITING and shown else None,
    )


def _bulk(because: str, total: int, written: MultiDict[str, str] | None) -> Bulk:
    url = url_for("kept.decide", because=because or None, after=request.args.get("after"))
    if written is None:
        return Bulk(url, now().isoformat(), because, min(total, MOST_AT_ONCE))
    picked = written.getlist("picked")
    return Bulk(url, now().isoformat(), because, min(total, MOST_AT_ONCE), picked, "every" in written, written["note"])


def _bar(state: str, because: str | None) -> FilterBar:
    """What waits is what one comes for, so it needs no filter; there is no list of everything."""
    urls = {it: _filtered(it, because) for it in KEPT_STATES}
    states = [Choice(t(f"w.kept.{it}"), url, it == state) for it, url in urls.items()]
    reasons = [Choice(t("d.filter.all"), _filtered(state, None), because is None)]
    reasons += [Choice(t(f"w.kept_because.{it}"), _filtered(state, it), it == because) for it in (*REASONS, RULE)]
    said = t(f"w.kept_because.{because}") if because else t("d.filter.all")
    why = Filter("because", said, because is not None, reasons)
    return FilterBar([Filter("state", t(f"w.kept.{state}"), state != WAITING, states), why], None)


def _filtered(state: str, because: str | None) -> str:
    return url_for("kept.index", state=None if state == WAITING else state, because=because)


def _row(operation: Operation, sender: tuple[str, str] | None) -> KeptRow:
    return KeptRow(
        url=address_of("kept_one.show", operation),
        value=f"{operation.op_id}:{operation.sha256[:VERSION]}",
        kind=kind_of(operation),
        about=about(operation),
        chip=chip_of(operation),
        reason=reason_of(operation),
        who=person_said(sender),
        received_at=operation.received_at,
    )


@blueprint.post("/kept")
@endpoint(*OFFICE)
def decide() -> Response:
    """What became of each is the answer itself: sent once more it finds the same done, and says so again."""
    try:
        return render("kept/done.html", page=_decided())
    except Problem as problem:
        said = [Said("red", t(f"p.{problem.code}", **problem.params))]
        return render("kept/index.html", said, STATUS[problem.kind], page=_page(request.form))


def _decided() -> Done:
    asked, viewer = loaded(Decisions(), sent("picked")), caller().viewer
    keys, unseen = _keys(asked)
    outcomes = decide_many(keys, Decided(asked["action"], asked["note"]), viewer, current_app.config["SECRET_KEY"])
    left = [_left(it) for it in outcomes if it.problem] + [_unseen()] * unseen
    done = sum(it.problem is None for it in outcomes)
    return Done(asked["action"], done, left, url_for("kept.index", because=asked["because"] or None))


def _keys(asked: dict[str, object]) -> tuple[Sequence[Key], int]:
    """Only what whoever decides sees; and how many of the ticked are not there for them."""
    if asked["every"]:
        until = asked["until"]
        assert isinstance(until, datetime)  # noqa: S101 - the schema says so
        return keys_of_kept({"state": WAITING, "because": asked["because"]}, until, MOST_AT_ONCE), 0
    picked = asked["picked"]
    keys = [kept_key(it) for it in picked] if isinstance(picked, list) else []
    if not keys:
        raise Problem("kept_none_picked", pointer="/picked")
    return [it for it in keys if it], sum(it is None for it in keys)


def _left(outcome: Outcome) -> Left:
    operation, problem = kept_one(str(outcome.key[0]), outcome.key[1]), outcome.problem
    why = t(f"p.{problem.code}", **problem.params) if problem else ""
    return Left(address_of("kept_one.show", operation), kind_of(operation), about(operation), why)


def _unseen() -> Left:
    return Left(None, "unknown", None, t("p.not_found"))
