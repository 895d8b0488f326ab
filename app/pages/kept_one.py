"""A kept operation (待处理): with both of its versions, and the decision of a person (decision 35)."""

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
from app.intake.kept import accept, refusal
from app.intake.kept_join import JOINS
from app.models import Finding, Operation, Order, Round
from app.pages.form import answer, loaded, sent
from app.pages.frame import Said, render
from app.pages.kept_photos import held_of, pictures_of
from app.pages.kept_words import (
    Field,
    accept_means,
    address_of,
    chip_of,
    fields_of,
    key_of,
    kind_of,
    person_said,
    reason_of,
    says,
)
from app.pages.parts import Chip, Link, Photo, t
from app.pages.roles import OFFICE
from app.queries.by_id import maybe
from app.queries.kept import kept_one, names_of, recorded_as, twin_of
from app.schemas.operation import Decision

blueprint = Blueprint("kept_one", __name__)


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
    join_url: str | None
    made_at: datetime
    received_at: datetime
    n: int
    op_id: str
    resolved_at: datetime | None
    resolved_by: str | None
    link: Link | None


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
    leads_to = address_of("kept_one.show", operation)
    if asked["action"] == Resolution.VOID:
        set_aside(operation, viewer, now(), asked["note"])
    else:
        accept(key_of(operation), viewer, current_app.config["SECRET_KEY"])
    return leads_to


def _page(raw_id: str) -> KeptPage:
    operation, viewer = _one(raw_id), caller().viewer
    waits = operation.resolved_at is None
    refused = refusal(key_of(operation), viewer, current_app.config["SECRET_KEY"]) if waits else None
    held = _held(raw_id)
    operation = _one(raw_id)  # read anew: trying it was another session's affair
    twin = twin_of(operation)
    names = names_of({id_ for id_ in (operation.user_id, operation.resolved_by) if id_})
    return KeptPage(
        kind=kind_of(operation),
        chip=chip_of(operation),
        who=person_said(names.get(operation.user_id)),
        device=operation.device_id.hex[:4],
        reason=reason_of(operation),
        says=says(operation),
        fields=fields_of(operation, twin),
        photos=pictures_of(operation, held[operation.sha256]),
        stored=Version(fields_of(twin, operation), pictures_of(twin, held[twin.sha256])) if twin else None,
        open=waits,
        cannot_accept=refused,
        accept_means=accept_means(operation),
        decide_url=address_of("kept_one.decide", operation),
        join_url=address_of("kept_join.show", operation) if operation.kind in JOINS else None,
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
