"""History (经过): what happened to a case, newest first, and what to say when a step was refused."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask import request

from app.domain.problems import Kind, Problem
from app.pages.dates import moment
from app.pages.frame import Said
from app.pages.parts import t
from app.queries.events import events_of


@dataclass(frozen=True)
class Event:
    name: str
    at: datetime
    who: str
    note: str
    params: dict[str, object] = field(default_factory=dict)
    signed: str = ""
    signature: str = ""


def events(*subject_ids: UUID) -> list[Event]:
    return [
        Event(it.act, it.at, it.who, it.note, signed=it.signed, signature=it.signature)
        for it in events_of(*subject_ids)
    ]


def refusal(problem: Problem, subject_id: UUID) -> list[Said]:
    """Why not; what has changed meanwhile, if that is why; and what was written, so that nothing is lost."""
    said = [Said("red", t(f"p.{problem.code}", **problem.params))]
    if problem.kind is Kind.STALE:
        said += [_changed(event) for event in events(subject_id)[:1]]
    note = request.form.get("note", "").strip()
    return [*said, Said("blue", t("d.form.unsent", note=note))] if note else said


def _changed(event: Event) -> Said:
    return Said(
        "blue", t("d.form.changed", what=f"event.{event.name}", at=moment(event.at), who=event.who or "role.system")
    )
