"""Forms (表单): counted once by their op_id, and refused at their own place with nothing lost (decision 14)."""

from collections.abc import Callable
from typing import Any

from flask import Response, request
from marshmallow import Schema, ValidationError
from sqlalchemy.orm.exc import StaleDataError

from app.access import caller
from app.actions import desk_act
from app.db import db, now
from app.domain.problems import Kind, Problem
from app.errors import pointers
from app.pages.ways import lead_to
from app.queries.by_id import uuid_or_none

GUARDS = ("csrf_token", "op_id")
SHOWN = (Kind.NEED, Kind.NO_SUCH_STEP, Kind.STALE)  # said on the page itself; the rest has a page of its own

Refused = Callable[[Problem], Response]


def answer(work: Callable[[], str], again: Refused) -> Response:
    """Do the form's work once and go where it leads; a refusal shows the page `again`, as it is now."""
    try:
        return _once(work)
    except StaleDataError:
        problem = Problem("stale_version")
    except Problem as refused:
        problem = refused
    db.session.rollback()
    if problem.kind not in SHOWN:
        raise problem
    return again(problem)


def _once(work: Callable[[], str]) -> Response:
    """A repeat of the same form is led to where the first answer led."""
    op_id = uuid_or_none(request.form.get("op_id", ""))
    if op_id is None:
        raise Problem("shape", pointer="/op_id")
    first = desk_act.begin(op_id, caller().viewer, now())
    act = desk_act.known(op_id)
    if first:
        act.location = work()
        db.session.flush()  # a version that has moved meanwhile is met here, not at the commit
    return lead_to(act.location)


def sent(*many: str) -> dict[str, Any]:
    """What the person wrote, without the guards; `many` names the fields that are lists."""
    fields: dict[str, Any] = {name: _lines(request.form[name]) for name in request.form if name not in GUARDS}
    return fields | {name: request.form.getlist(name) for name in many}


def loaded(schema: Schema, fields: dict[str, Any]) -> dict[str, Any]:
    """In our words, or the Problem that names the fields at fault in `fields`."""
    try:
        made: dict[str, Any] = schema.load(fields)
    except ValidationError as error:
        at_fault = pointers(error.messages)
        raise Problem("shape", pointer=at_fault[0]["pointer"], fields=[f["pointer"] for f in at_fault]) from error
    return made


def fields_of(problem: Problem) -> list[str]:
    """The names of the form's fields that a refusal speaks of."""
    named = problem.params.get("fields") or [problem.pointer or ""]
    return [str(pointer).split("/")[1] for pointer in (named if isinstance(named, list) else []) if pointer]


def _lines(text: str) -> str:
    """Browsers send CRLF; we keep LF, and no empty ends."""
    return text.replace("\r\n", "\n").strip()
