"""Joining a kept operation (并入): what arrived beside each point, or the answer, that it may be the same as."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request, url_for

from app.access import caller, endpoint
from app.db import now
from app.domain.join import join_refusal
from app.domain.problems import Problem, not_found
from app.errors import STATUS
from app.intake.kept_join import JOINS, RECORD, join, round_of, seen_in
from app.models import Finding, Operation
from app.pages.form import answer, loaded, sent
from app.pages.frame import Said, render
from app.pages.kept_photos import held_of, pictures_of
from app.pages.kept_words import Field, address_of, fields_of, key_of, kind_of
from app.pages.parts import Chip, Photo, several, t
from app.pages.points import chip_of
from app.pages.roles import OFFICE
from app.queries.by_id import maybe
from app.queries.joinable import candidates
from app.queries.kept import kept_one, uuid_in
from app.queries.rules import calendar_of, item_of
from app.schemas.operation import JoinInto

blueprint = Blueprint("kept_join", __name__)


@dataclass(frozen=True)
class Target:
    """A point, or with `answer` the answer under review; `problem` says why it cannot be this one."""

    id: str
    url: str
    problem_word: str
    chip: Chip
    note: str
    metres: int | None
    told_at: datetime | None
    photos: list[Photo]
    problem: Problem | None


@dataclass(frozen=True)
class JoinPage:
    kind: str
    back_url: str
    url: str
    fields: list[Field]
    photos: list[Photo]
    targets: list[Target]
    answer: bool


@blueprint.get("/kept/<raw_id>/join")
@endpoint(*OFFICE)
def show(raw_id: str) -> Response:
    return render("kept/join.html", page=_page(raw_id))


@blueprint.post("/kept/<raw_id>/join")
@endpoint(*OFFICE)
def put(raw_id: str) -> Response:
    def again(problem: Problem) -> Response:
        said = [Said("red", t(f"p.{problem.code}", **problem.params))]
        return render("kept/join.html", said, STATUS[problem.kind], page=_page(raw_id))

    return answer(lambda: _join(raw_id), again)


def _join(raw_id: str) -> str:
    asked, operation = loaded(JoinInto(), sent()), _one(raw_id)
    leads_to = address_of("kept_one.show", operation)
    join(key_of(operation), asked["finding_id"], caller().viewer)
    return leads_to


def _one(raw_id: str) -> Operation:
    operation = kept_one(raw_id, request.args.get("version"))
    if operation.kind not in JOINS:
        raise not_found()
    return operation


def _page(raw_id: str) -> JoinPage:
    held: Collection[str] = held_of(_one(raw_id))
    operation = _one(raw_id)  # read anew: asking what its sender brought was another session's affair
    return JoinPage(
        kind=kind_of(operation),
        back_url=address_of("kept_one.show", operation),
        url=address_of("kept_join.put", operation),
        fields=fields_of(operation),
        photos=pictures_of(operation, held),
        targets=_targets(operation),
        answer=operation.kind != RECORD,
    )


def _targets(operation: Operation) -> list[Target]:
    if operation.resolved_at is not None:
        return []
    if operation.kind == RECORD:
        return [_point(operation, it.finding, it.metres) for it in candidates(operation, now())]
    finding = maybe(Finding, uuid_in(operation.payload, "finding_id") or "")
    return [_answer(finding)] if finding is not None else []


def _point(operation: Operation, finding: Finding, metres: int | None) -> Target:
    refused = join_refusal(seen_in(operation), finding, round_of(finding))
    return _target(finding, finding.note, several(finding.photos), metres, refused)


def _answer(finding: Finding) -> Target:
    """Whose answer it is says the page of the point; whether it may be this one is decided when it is asked."""
    answer_ = finding.under_review
    if answer_ is None:
        return _target(finding, "", [], None, Problem("join_no_answer"))
    return _target(finding, answer_.note, several(answer_.photos), None, None)


def _target(finding: Finding, note: str, photos: list[Photo], metres: int | None, problem: Problem | None) -> Target:
    return Target(
        id=str(finding.id),
        url=url_for("findings.show", raw_id=finding.id),
        problem_word=item_of(finding.checklist_id, finding.item_code).problem,
        chip=chip_of(finding, calendar_of(finding.county_id)),
        note=note,
        metres=metres,
        told_at=finding.disclosed_at,
        photos=photos,
        problem=problem,
    )
