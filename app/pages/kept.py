"""Kept operations (待处理): the list, one with both of its versions, and the decision of a person (decision 35)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, current_app, request, url_for

from app.access import caller, endpoint
from app.actions.operation import set_aside
from app.db import now
from app.domain.kept import Resolution
from app.domain.problems import Problem
from app.errors import STATUS
from app.intake.kept import Key, accept, refusal
from app.intake.vocabulary import OPERATIONS
from app.models import Finding, Operation, Order, Round
from app.pages.form import answer, loaded, sent
from app.pages.frame import Said, render
from app.pages.gaps import gaps_told
from app.pages.kept_photos import VERSION, held_of, pictures_of
from app.pages.kept_words import Field, about, accept_means, fields_of, person_said
from app.pages.lists import Filter, FilterBar, Pager, pager, wanted
from app.pages.parts import Chip, Choice, Link, Photo, t
from app.pages.roles import OFFICE
from app.queries.by_id import maybe
from app.queries.kept import count_of_kept, kept_one, names_of, page_of_kept, recorded_as, twin_of
from app.schemas.filters import KEPT_STATES, KeptFilter
from app.schemas.operation import Decision

blueprint = Blueprint("kept", __name__)
REASONS = frozenset(
    {
        "after_release",
        "conflict",
        "grant_revoked",
        "kind_unknown",
        "old_schema",
        "out_of_scope",
        "subject_closed",
        "waits_for_parent",
    }
)


@dataclass(frozen=True)
class KeptRow:
    url: str
    kind: str
    about: str | None
    chip: Chip
    reason: str
    who: str
    received_at: datetime


@dataclass(frozen=True)
class KeptList:
    counted: str
    bar: FilterBar
    pager: Pager
    rows: list[KeptRow]
    gaps: list[str]


@dataclass(frozen=True)
class Version:
    fields: list[Field]
    photos: list[Photo]


@dataclass(frozen=True)
class KeptPage:
    kind: str
    chip: Chip
    who: str
    device: str
    reason: str
    says: str
    fields: list[Field]
    photos: list[Photo]
    stored: Version | None
    open: bool
    cannot_accept: Problem | None
    accept_means: str
    decide_url: str
    made_at: datetime
    received_at: datetime
    n: int
    op_id: str
    resolved_at: datetime | None
    resolved_by: str | None
    link: Link | None


@blueprint.get("/kept")
@endpoint(*OFFICE)
def index() -> Response:
    asked = wanted(KeptFilter())
    gaps = gaps_told(caller().viewer)
    found = page_of_kept(asked)
    shown = found[: asked["limit"]]
    names = names_of({it.user_id for it in shown})
    page = KeptList(
        counted=t(f"d.kept.count_{asked['state']}", n=count_of_kept(asked)),
        bar=_bar(asked["state"]),
        pager=pager("kept.index", [it.op_id for it in shown], len(found) > len(shown)),
        rows=[_row(it, names.get(it.user_id)) for it in shown],
        gaps=gaps,
    )
    return render("kept/index.html", page=page)


def _bar(state: str) -> FilterBar:
    """What waits is what one comes for, so it needs no filter; there is no list of everything."""
    urls = {it: url_for("kept.index", state=None if it == "waiting" else it) for it in KEPT_STATES}
    choices = [Choice(t(f"w.kept.{it}"), url, it == state) for it, url in urls.items()]
    return FilterBar([Filter("state", t(f"w.kept.{state}"), state != "waiting", choices)], None)


def _row(operation: Operation, sender: tuple[str, str] | None) -> KeptRow:
    return KeptRow(
        url=_url("kept.show", operation),
        kind=_kind(operation),
        about=about(operation),
        chip=_chip(operation),
        reason=_reason(operation),
        who=person_said(sender),
        received_at=operation.received_at,
    )


@blueprint.get("/kept/<raw_id>")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    return render("kept/show.html", page=_page(raw_id))


@blueprint.post("/kept/<raw_id>/decide")
@endpoint(*OFFICE)
def decide(raw_id: str) -> Response:
    def again(problem: Problem) -> Response:
        said = [Said("red", t(f"p.{problem.code}", **problem.params))]
        return render("kept/show.html", said, STATUS[problem.kind], page=_page(raw_id))

    return answer(lambda: _decide(raw_id), again)


def _decide(raw_id: str) -> str:
    asked = loaded(Decision(), sent())
    operation, viewer = _one(raw_id), caller().viewer
    leads_to = _url("kept.show", operation)
    if asked["action"] == Resolution.VOID:
        set_aside(operation, viewer, now(), asked["note"])
    else:
        accept(_key(operation), viewer, current_app.config["SECRET_KEY"])
    return leads_to


def _page(raw_id: str) -> KeptPage:
    operation, viewer = _one(raw_id), caller().viewer
    waits = operation.resolved_at is None
    refused = refusal(_key(operation), viewer, current_app.config["SECRET_KEY"]) if waits else None
    held = _held(raw_id)
    operation = _one(raw_id)  # read anew: trying it was another session's affair
    twin = twin_of(operation)
    names = names_of({id_ for id_ in (operation.user_id, operation.resolved_by) if id_})
    return KeptPage(
        kind=_kind(operation),
        chip=_chip(operation),
        who=person_said(names.get(operation.user_id)),
        device=operation.device_id.hex[:4],
        reason=_reason(operation),
        says=_says(operation),
        fields=fields_of(operation, twin),
        photos=pictures_of(operation, held[operation.sha256]),
        stored=Version(fields_of(twin, operation), pictures_of(twin, held[twin.sha256])) if twin else None,
        open=waits,
        cannot_accept=refused,
        accept_means=accept_means(operation),
        decide_url=_url("kept.decide", operation),
        made_at=operation.made_at,
        received_at=operation.received_at,
        n=operation.n,
        op_id=str(operation.op_id),
        resolved_at=operation.resolved_at,
        resolved_by=person_said(names.get(operation.resolved_by)) if operation.resolved_by else None,
        link=_link(operation),
    )


def _one(raw_id: str) -> Operation:
    return kept_one(raw_id, request.args.get("version"))


def _held(raw_id: str) -> dict[str, Collection[str]]:
    """For both versions: what its sender has brought."""
    held = {}
    for version in ("own", "twin"):
        operation = _one(raw_id) if version == "own" else twin_of(_one(raw_id))
        if operation is not None:
            held[operation.sha256] = held_of(operation)
    return held


def _key(operation: Operation) -> Key:
    return operation.op_id, operation.sha256


def _url(endpoint_: str, operation: Operation) -> str:
    return url_for(endpoint_, raw_id=operation.op_id, version=operation.sha256[:VERSION])


def _kind(operation: Operation) -> str:
    return operation.kind if operation.kind in OPERATIONS else "unknown"


def _chip(operation: Operation) -> Chip:
    if operation.resolved_at is None:
        return Chip("kept.waiting")
    return Chip("kept.voided" if operation.resolution == Resolution.VOID else "kept.accepted")


def _reason(operation: Operation) -> str:
    """Why it was kept; a rule of the workflow speaks in its own sentence."""
    return operation.reason if operation.reason and operation.reason in REASONS else "rule"


def _says(operation: Operation) -> str:
    if _reason(operation) != "rule":
        return t(f"d.kept.because.{_reason(operation)}")
    return str((operation.problem or {}).get("detail", ""))


def _link(operation: Operation) -> Link | None:
    """The row it speaks of, where that is there and seen."""
    said = {**operation.payload, "finding_id": recorded_as(operation) or operation.payload.get("finding_id")}
    for name, model, endpoint_ in LINKS:
        row = maybe(model, str(said.get(name)))
        if row is not None:
            return Link(url_for(endpoint_, raw_id=row.id), t(f"d.kept.to_{model.__tablename__}"))
    return None


LINKS: tuple[tuple[str, type[Finding] | type[Order] | type[Round], str], ...] = (
    ("finding_id", Finding, "findings.show"),
    ("order_id", Order, "orders.show"),
    ("round_id", Round, "rounds.show"),
)
